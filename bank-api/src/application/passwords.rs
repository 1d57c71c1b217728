//! Passwords by argon2id, a hash that is slow and large by design: two threads do nothing else, and a short queue stands
//! before them. So there are never more than two at once, whoever hangs up meanwhile.

use messaging::Unavailable;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
};
use tokio::sync::oneshot;

/// Hashes at once: more would take the processor from transfers.
const AT_ONCE: usize = 2;
/// Who would stand further behind is told to come back.
const QUEUE_MAX: usize = 32;

type Job = Box<dyn FnOnce() + Send>;

/// Hashes and verifies passwords.
pub struct Passwords {
    queue: SyncSender<Job>,
    /// Verified where there is no such login, so that the answer takes as long.
    decoy: String,
}

impl Default for Passwords {
    fn default() -> Self {
        let (queue, jobs) = sync_channel(QUEUE_MAX);
        let jobs = Arc::new(Mutex::new(jobs));
        for _ in 0..AT_ONCE {
            let jobs = Arc::clone(&jobs);
            std::thread::spawn(move || work_off(&jobs));
        }
        Self { queue, decoy: password_auth::generate_hash("nobody has this password") }
    }
}

/// Until nobody is left who could ask.
fn work_off(jobs: &Mutex<Receiver<Job>>) {
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else { return };
        // A panic is its caller's trouble alone: the reply is gone, and so the caller is told.
        let _ = catch_unwind(AssertUnwindSafe(job));
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
        let (reply, answer) = oneshot::channel();
        let job = move || {
            // Who hung up gets no hash.
            if !reply.is_closed() {
                drop(reply.send(work()));
            }
        };
        let busy = |_| Unavailable("too many passwords are being checked".into());
        self.queue.try_send(Box::new(job)).map_err(busy)?;
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
    async fn a_crowd_is_told_to_come_back_and_a_panic_harms_nobody_else() {
        let passwords = Passwords::default();
        assert!(passwords.work(|| panic!("on purpose")).await.map(|(): ()| ()).is_err());
        assert_eq!(passwords.work(|| 1).await, Ok(1));
        let (open, closed) = std::sync::mpsc::channel::<()>();
        let closed = Arc::new(Mutex::new(closed));
        let held = (0..AT_ONCE + QUEUE_MAX + 1).map(|_| {
            let closed = Arc::clone(&closed);
            passwords.work(move || drop(closed.lock().map(|gate| gate.recv())))
        });
        let mut held: Vec<_> = held.map(Box::pin).collect();
        let refused = std::future::poll_fn(|context| {
            let polls = held.iter_mut().map(|work| work.as_mut().poll(context));
            std::task::Poll::Ready(
                polls.filter(|poll| matches!(poll, std::task::Poll::Ready(Err(_)))).count(),
            )
        });
        assert!(refused.await >= 1, "the queue is bounded");
        drop(open);
    }
}
