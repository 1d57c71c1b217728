//! Passwords by argon2id, a hash that is slow by design: at most two at once, and a short queue before them.

use messaging::Unavailable;
use tokio::{sync::Semaphore, task::spawn_blocking};

/// Hashes at once: more would take the processor from transfers.
const AT_ONCE: usize = 2;
/// Who would stand further behind is told to come back.
const QUEUE_MAX: usize = 32;

/// Hashes and verifies passwords.
pub struct Passwords {
    places: Semaphore,
    queue: Semaphore,
    /// Verified where there is no such login, so that the answer takes as long.
    decoy: String,
}

impl Default for Passwords {
    fn default() -> Self {
        Self {
            places: Semaphore::new(AT_ONCE),
            queue: Semaphore::new(QUEUE_MAX),
            decoy: password_auth::generate_hash("nobody has this password"),
        }
    }
}

impl Passwords {
    /// # Errors
    /// [`Unavailable`] when too many wait.
    pub async fn hash(&self, password: String) -> Result<String, Unavailable> {
        self.work(move || password_auth::generate_hash(password)).await
    }

    /// Does `password` belong to `hash`? None stands for a login that nobody has.
    ///
    /// # Errors
    /// [`Unavailable`] when too many wait.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, Unavailable> {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.decoy.clone());
        let right = self.work(move || password_auth::verify_password(password, &hash).is_ok()).await?;
        Ok(known && right)
    }

    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Unavailable> {
        let busy = |_| Unavailable("too many passwords are being checked".into());
        let _queued = self.queue.try_acquire().map_err(busy)?;
        let _place =
            self.places.acquire().await.map_err(|_| Unavailable("the service is stopping".into()))?;
        spawn_blocking(work).await.map_err(|error| Unavailable(error.to_string()))
    }
}
