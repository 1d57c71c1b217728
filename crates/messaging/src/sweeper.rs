//! Asks open questions again: who waits for an answer, asks until it comes.

use crate::{desk::Unavailable, message::Message, producer::Producer};
use async_trait::async_trait;
use std::{sync::Arc, time::Duration};
use tokio::sync::Notify;

/// How old a question must be to be asked again, and how often the sweeper looks.
pub const EVERY: Duration = Duration::from_secs(10);
/// Questions asked again per topic and sweep, so that a bank that was down is not buried in duplicates.
pub const PER_TOPIC_MAX: i64 = 500;

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
    /// Rung when the broker's log was lost: everything open is asked once.
    pub log_lost: Arc<Notify>,
}

impl Sweeper {
    /// Asks everything once, then every ten seconds what is due.
    pub async fn run(self) {
        let mut everything = true;
        loop {
            if everything {
                self.sweep_all().await;
            } else {
                self.report(self.step(EVERY).await);
            }
            everything = tokio::select! {
                () = tokio::time::sleep(EVERY) => false,
                () = self.log_lost.notified() => true,
            };
        }
    }

    /// Asks again what has waited for `age`; how many those were.
    ///
    /// # Errors
    /// [`Unavailable`] when the store is away; the next sweep makes good for it.
    pub async fn step(&self, age: Duration) -> Result<usize, Unavailable> {
        let messages = self.questions.due(age, PER_TOPIC_MAX).await?;
        let count = messages.len();
        if count > 0 {
            self.producer.send(messages).await;
        }
        Ok(count)
    }

    /// Asks all questions that were open when it began.
    async fn sweep_all(&self) {
        let began = std::time::Instant::now();
        loop {
            let result = self.step(began.elapsed()).await;
            let done = !matches!(result, Ok(count) if count > 0);
            self.report(result);
            if done {
                return;
            }
        }
    }

    fn report(&self, result: Result<usize, Unavailable>) {
        match result {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "asked open questions again"),
            Err(unavailable) => tracing::warn!("open questions wait: {unavailable}"),
        }
    }
}
