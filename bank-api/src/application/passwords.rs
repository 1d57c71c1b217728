//! Passwords by argon2id, a hash that is slow and large by design: there are never more than two at once, whoever hangs up
//! meanwhile, and short queues before them. Log-ins have places of their own, and at most two openings of accounts stand
//! before one: no crowd that opens accounts keeps customers out.

use banks::Secret;
use engine::Unavailable;
use std::sync::{Arc, LazyLock};
use tokio::{sync::Semaphore, task::spawn_blocking};
use unicode_normalization::UnicodeNormalization as _;

/// Hashes at once: more would take the processor from transfers.
const AT_ONCE: usize = 2;
/// Those that are hashed, and those that wait. Who comes beyond them is told to come back.
const LOGINS_MAX: usize = 32 + AT_ONCE;
const OPENINGS_MAX: usize = 16 + AT_ONCE;

/// One a process: to make it takes as long as a log-in.
static DECOY: LazyLock<String> = LazyLock::new(|| password_auth::generate_hash("nobody has this password"));

/// Hashes and verifies passwords.
pub struct Passwords {
    /// Whose turn it is, first come, first served.
    turns: Arc<Semaphore>,
    /// Openings wait here before they wait for their turn.
    openings_ahead: Semaphore,
    logins: Semaphore,
    openings: Semaphore,
    /// Verified where there is no such login, so that the answer takes as long.
    decoy: &'static str,
}

impl Default for Passwords {
    fn default() -> Self {
        Self {
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            openings_ahead: Semaphore::new(AT_ONCE),
            logins: Semaphore::new(LOGINS_MAX),
            openings: Semaphore::new(OPENINGS_MAX),
            decoy: &DECOY,
        }
    }
}

/// A password as it is kept: keyboards differ in how they write the same letter.
fn normalised(password: &str) -> String {
    password.nfc().collect()
}

/// How a hash may have been made of it: normalised, or, longer ago, as some keyboard wrote it.
fn spellings(password: &str) -> Vec<String> {
    let mut spellings = vec![normalised(password)];
    for earlier in [password.to_owned(), password.nfd().collect()] {
        if !spellings.contains(&earlier) {
            spellings.push(earlier);
        }
    }
    spellings
}

impl Passwords {
    /// # Errors
    /// [`Unavailable`] when too many wait.
    pub async fn hash(&self, password: Secret) -> Result<String, Unavailable> {
        self.open(move || password_auth::generate_hash(normalised(password.expose()))).await
    }

    /// Does `password` belong to `hash`? None stands for a login that nobody has.
    ///
    /// # Errors
    /// [`Unavailable`] when too many wait.
    pub async fn verify(&self, password: Secret, hash: Option<String>) -> Result<bool, Unavailable> {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.decoy.to_owned());
        let verify = move || {
            spellings(password.expose())
                .iter()
                .any(|password| password_auth::verify_password(password, &hash).is_ok())
        };
        Ok(self.log_in(verify).await? && known)
    }

    async fn log_in<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Unavailable> {
        let _place = self.logins.try_acquire().map_err(|_| too_many())?;
        self.work(work).await
    }

    async fn open<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Unavailable> {
        let _place = self.openings.try_acquire().map_err(|_| too_many())?;
        let _ahead = self.openings_ahead.acquire().await.map_err(|_| unchecked())?;
        self.work(work).await
    }

    /// Who hangs up before its turn gets no hash. The turn ends with the hash, not with whoever waits for it.
    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Unavailable> {
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| unchecked())?;
        let work = move || {
            let _turn = turn;
            work()
        };
        // A panic is its caller's trouble alone.
        spawn_blocking(work).await.map_err(|_| unchecked())
    }
}

fn too_many() -> Unavailable {
    Unavailable("too many passwords are being checked".into())
}

fn unchecked() -> Unavailable {
    Unavailable("the password could not be checked".into())
}

#[cfg(test)]
mod tests;
