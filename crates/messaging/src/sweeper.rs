//! Asks open questions again: who waits for an answer, asks until it comes.

use crate::{desk::Unavailable, message::Message, producer::Producer};
use async_trait::async_trait;
use std::{sync::Arc, time::Duration};
use tokio::{sync::Notify, time::Instant};

/// How old a question must be to be asked again, and how often the sweeper looks.
pub const EVERY: Duration = Duration::from_secs(10);
/// Questions asked again per topic and sweep, so that a bank that was down is not buried in duplicates.
pub const PER_TOPIC_MAX: i64 = 500;
/// How long to leave a store alone that did not answer.
const BACK_OFF: Duration = Duration::from_secs(1);
/// After everything was asked, rest for so many times as long as that took, from a second up to [`EVERY`]: a topic that
/// is never there would lose messages for ever, and a service has other things to do.
const REST: u32 = 20;

/// The store of open questions; they are written and deleted by the transactions of the service itself.
#[async_trait]
pub trait Questions: Send + Sync + 'static {
    /// The oldest questions not asked for `age`, by the store's own clock, at most `per_topic` of each topic. They
    /// count as asked now, so that one that never gets an answer holds up no other.
    async fn due(&self, age: Duration, per_topic: i64) -> Result<Vec<Message>, Unavailable>;
}

/// Sends open questions again.
pub struct Sweeper {
    pub questions: Arc<dyn Questions>,
    pub producer: Arc<dyn Producer>,
    /// Rung when messages may have been lost on the way, or were never sent: everything open is asked once.
    pub lost: Arc<Notify>,
}

impl Sweeper {
    /// Asks everything once, then every ten seconds what is due; everything again when messages were lost, or when the
    /// store did not answer, since what it had just marked as asked was not sent.
    pub async fn run(self) {
        loop {
            let mut began = Instant::now();
            while !self.sweep_all().await {
                tokio::time::sleep(BACK_OFF).await;
                began = Instant::now();
            }
            let rested = Instant::now() + rest_after(began.elapsed());
            while !self.told_of_a_loss(EVERY).await && self.sweep_due().await {}
            tokio::time::sleep_until(rested).await;
        }
    }

    /// Waits for the bell, at most for `time`.
    async fn told_of_a_loss(&self, time: Duration) -> bool {
        tokio::time::timeout(time, self.lost.notified()).await.is_ok()
    }

    /// Asks again what has waited for `age`; how many those were.
    ///
    /// # Errors
    /// [`Unavailable`] when the store is away; the next sweep makes good for it.
    pub async fn step(&self, age: Duration) -> Result<usize, Unavailable> {
        let messages = self.questions.due(age, PER_TOPIC_MAX).await?;
        let count = messages.len();
        if count > 0 {
            metrics::counter!("questions_asked_again_total").increment(count as u64);
            self.producer.send(messages).await;
        }
        Ok(count)
    }

    /// Asks what has waited for long; false when the store did not let it.
    async fn sweep_due(&self) -> bool {
        let result = self.step(EVERY).await;
        self.report(&result);
        result.is_ok()
    }

    /// Asks all questions that were open when it began; false when the store did not let it.
    pub async fn sweep_all(&self) -> bool {
        let began = Instant::now();
        loop {
            let result = self.step(began.elapsed()).await;
            self.report(&result);
            match result {
                Ok(0) => return true,
                Ok(_) => {}
                Err(_) => return false,
            }
        }
    }

    fn report(&self, result: &Result<usize, Unavailable>) {
        match result {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "asked open questions again"),
            Err(unavailable) => tracing::warn!("open questions wait: {unavailable}"),
        }
    }
}

fn rest_after(sweep: Duration) -> Duration {
    (sweep * REST).clamp(Duration::from_secs(1), EVERY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    /// Answers of the store, the last first.
    struct Script(Mutex<Vec<Result<usize, Unavailable>>>);

    #[async_trait]
    impl Questions for Script {
        async fn due(&self, _age: Duration, _per_topic: i64) -> Result<Vec<Message>, Unavailable> {
            let answer = self.0.lock().map(|mut script| script.pop()).ok().flatten().unwrap_or(Ok(0));
            let message = |number| Message {
                id: format!("{number}"),
                topic: "t".into(),
                key: String::new(),
                kind: String::new(),
                payload: Vec::new(),
            };
            answer.map(|count| (0..count).map(message).collect())
        }
    }

    #[derive(Default)]
    struct Sent(Mutex<usize>);

    #[async_trait]
    impl Producer for Sent {
        async fn send(&self, messages: Vec<Message>) {
            if let Ok(mut sent) = self.0.lock() {
                *sent += messages.len();
            }
        }
    }

    fn sweeper(mut script: Vec<Result<usize, Unavailable>>) -> (Sweeper, Arc<Sent>) {
        script.reverse();
        let sent = Arc::new(Sent::default());
        let questions = Arc::new(Script(Mutex::new(script)));
        (Sweeper { questions, producer: sent.clone(), lost: Arc::new(Notify::new()) }, sent)
    }

    #[tokio::test]
    async fn a_sweep_of_everything_goes_on_until_nothing_is_left() {
        let (sweeper, sent) = sweeper(vec![Ok(500), Ok(500), Ok(3)]);
        assert!(sweeper.sweep_all().await);
        assert_eq!(*sent.0.lock().expect("nobody panicked"), 1003);
    }

    #[tokio::test]
    async fn a_store_that_does_not_answer_leaves_the_sweep_of_everything_undone() {
        let (sweeper, sent) = sweeper(vec![Ok(500), Err(Unavailable("restarting".into())), Ok(500)]);
        assert!(!sweeper.sweep_all().await, "it has to be done again");
        assert!(sweeper.sweep_all().await);
        assert_eq!(*sent.0.lock().expect("nobody panicked"), 1000);
    }

    #[tokio::test]
    async fn a_store_that_did_not_answer_ends_the_sweeps_of_what_is_due() {
        let (sweeper, sent) = sweeper(vec![Ok(7), Err(Unavailable("the connection broke".into()))]);
        assert!(sweeper.sweep_due().await);
        assert!(
            !sweeper.sweep_due().await,
            "everything has to be asked: it may have marked what was not sent"
        );
        assert_eq!(*sent.0.lock().expect("nobody panicked"), 7);
    }

    #[test]
    fn a_long_sweep_is_followed_by_a_long_rest() {
        assert_eq!(rest_after(Duration::from_millis(3)), Duration::from_secs(1));
        assert_eq!(rest_after(Duration::from_millis(200)), Duration::from_secs(4));
        assert_eq!(rest_after(Duration::from_mins(1)), EVERY);
    }
}
