//! Passwords by argon2id, a hash that is slow and large by design: two threads do nothing else, and short queues stand
//! before them. So there are never more than two at once, whoever hangs up meanwhile. Log-ins have places of their own and
//! go first: no crowd that opens accounts keeps customers out.

use engine::Unavailable;
use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::oneshot;
use unicode_normalization::UnicodeNormalization as _;

/// Hashes at once: more would take the processor from transfers.
const AT_ONCE: usize = 2;
/// Who would stand further behind is told to come back.
const LOGINS_MAX: usize = 32;
const OPENINGS_MAX: usize = 16;

type Job = Box<dyn FnOnce() + Send>;

/// Hashes and verifies passwords.
pub struct Passwords {
    decider: Arc<HashDesk>,
    /// Verified where there is no such login, so that the answer takes as long.
    decoy: String,
}

#[derive(Default)]
struct HashDesk {
    waiting: Mutex<Waiting>,
    arrived: Condvar,
}

#[derive(Default)]
struct Waiting {
    logins: VecDeque<Job>,
    openings: VecDeque<Job>,
    closed: bool,
}

#[derive(Clone, Copy)]
enum Purpose {
    LogIn,
    Opening,
}

impl Default for Passwords {
    fn default() -> Self {
        let decider = Arc::<HashDesk>::default();
        for _ in 0..AT_ONCE {
            let decider = Arc::clone(&decider);
            std::thread::spawn(move || decider.work_off());
        }
        Self { decider, decoy: password_auth::generate_hash("nobody has this password") }
    }
}

impl Drop for Passwords {
    fn drop(&mut self) {
        self.decider.lock().closed = true;
        self.decider.arrived.notify_all();
    }
}

impl HashDesk {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// False when too many wait.
    fn hand_in(&self, purpose: Purpose, job: Job) -> bool {
        let mut waiting = self.lock();
        let (queue, most) = match purpose {
            Purpose::LogIn => (&mut waiting.logins, LOGINS_MAX),
            Purpose::Opening => (&mut waiting.openings, OPENINGS_MAX),
        };
        let has_room = queue.len() < most;
        if has_room {
            queue.push_back(job);
            self.arrived.notify_one();
        }
        has_room
    }

    /// None when nobody is left who could ask.
    fn next(&self) -> Option<Job> {
        let mut waiting = self.lock();
        loop {
            if let Some(job) = waiting.logins.pop_front() {
                return Some(job);
            }
            if let Some(job) = waiting.openings.pop_front() {
                return Some(job);
            }
            if waiting.closed {
                return None;
            }
            waiting = self.arrived.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn work_off(&self) {
        while let Some(job) = self.next() {
            // A panic is its caller's trouble alone: the reply is gone, and so the caller is told.
            let _ = catch_unwind(AssertUnwindSafe(job));
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
    pub async fn hash(&self, password: String) -> Result<String, Unavailable> {
        self.work(Purpose::Opening, move || password_auth::generate_hash(normalised(&password))).await
    }

    /// Does `password` belong to `hash`? None stands for a login that nobody has.
    ///
    /// # Errors
    /// [`Unavailable`] when too many wait.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, Unavailable> {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.decoy.clone());
        let verify = move || {
            spellings(&password)
                .iter()
                .any(|password| password_auth::verify_password(password, &hash).is_ok())
        };
        Ok(self.work(Purpose::LogIn, verify).await? && known)
    }

    async fn work<T: Send + 'static>(
        &self,
        purpose: Purpose,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Unavailable> {
        let (reply, answer) = oneshot::channel();
        let job = move || {
            // Who hung up gets no hash.
            if !reply.is_closed() {
                drop(reply.send(work()));
            }
        };
        if !self.decider.hand_in(purpose, Box::new(job)) {
            return Err(Unavailable("too many passwords are being checked".into()));
        }
        answer.await.map_err(|_| Unavailable("the password could not be checked".into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_right_password_is_right_and_a_login_of_nobody_never_is() {
        let passwords = Passwords::default();
        let hash = passwords.hash("correct horse".into()).await.expect("the queue is empty");
        assert_eq!(passwords.verify("correct horse".into(), Some(hash.clone())).await, Ok(true));
        assert_eq!(passwords.verify("wrong".into(), Some(hash)).await, Ok(false));
        assert_eq!(passwords.verify("nobody has this password".into(), None).await, Ok(false));
    }

    #[tokio::test]
    async fn a_password_is_the_same_however_a_keyboard_writes_its_letters() {
        let passwords = Passwords::default();
        let (composed, decomposed) =
            ("coraç\u{e3}o é frágil".to_owned(), "corac\u{327}a\u{303}o é fra\u{301}gil");
        let hash = passwords.hash(decomposed.into()).await.unwrap();
        for typed in [&composed, decomposed] {
            assert_eq!(passwords.verify(typed.into(), Some(hash.clone())).await, Ok(true), "{typed}");
        }
        let of_old = password_auth::generate_hash(decomposed.nfd().collect::<String>());
        assert_eq!(passwords.verify(composed, Some(of_old.clone())).await, Ok(true));
        assert_eq!(passwords.verify("coracao e fragil".into(), Some(of_old)).await, Ok(false));
    }

    #[tokio::test]
    async fn a_crowd_is_told_to_come_back_keeps_no_log_in_out_and_a_panic_harms_nobody_else() {
        let passwords = Passwords::default();
        assert!(passwords.work(Purpose::LogIn, || panic!("on purpose")).await.map(|(): ()| ()).is_err());
        assert_eq!(passwords.work(Purpose::Opening, || 1).await, Ok(1));
        let (open, closed) = std::sync::mpsc::channel::<()>();
        let closed = Arc::new(Mutex::new(closed));
        let crowd = (0..AT_ONCE + OPENINGS_MAX + 1).map(|_| {
            let closed = Arc::clone(&closed);
            Box::pin(passwords.work(Purpose::Opening, move || drop(closed.lock().map(|gate| gate.recv()))))
        });
        let mut crowd: Vec<_> = crowd.collect();
        let mut refused = 0;
        std::future::poll_fn(|context| {
            let polls = crowd.iter_mut().map(|work| work.as_mut().poll(context));
            refused = polls.filter(|poll| matches!(poll, std::task::Poll::Ready(Err(_)))).count();
            std::task::Poll::Ready(())
        })
        .await;
        assert!(refused >= 1, "the queue is bounded");
        let log_in = passwords.work(Purpose::LogIn, || "in");
        drop(open);
        assert_eq!(log_in.await, Ok("in"));
    }
}
