//! A log that joins its group when it is first polled. Whoever joins takes partitions from others, and has to be able to
//! work by then: its database is there and migrated.

use super::{KafkaLog, KafkaSettings, Reading, Signals, Subscription};
use crate::{Log, Record};
use async_trait::async_trait;
use rdkafka::error::KafkaError;
use std::time::Duration;
use tokio::time::sleep;

/// Until it is tried again to open the topics.
const RETRY: Duration = Duration::from_secs(1);

/// The topics of one service, not yet read.
pub struct LateLog {
    open: Box<dyn Fn() -> Result<KafkaLog, KafkaError> + Send>,
    log: Option<KafkaLog>,
}

impl LateLog {
    /// What is opened then is [`KafkaLog::new`].
    pub fn new(
        settings: KafkaSettings,
        subscription: Subscription,
        signals: Signals,
        reading: Reading,
    ) -> Self {
        let open = move || KafkaLog::new(&settings, &subscription, signals.clone(), reading.clone());
        Self { open: Box::new(open), log: None }
    }
}

#[async_trait]
impl Log for LateLog {
    async fn poll(&mut self) -> Vec<Record> {
        loop {
            if let Some(log) = &mut self.log {
                return log.poll().await;
            }
            match (self.open)() {
                Ok(log) => self.log = Some(log),
                Err(error) => {
                    tracing::warn!("the topics cannot be opened: {error}");
                    sleep(RETRY).await;
                }
            }
        }
    }

    async fn commit_offsets(&mut self) {
        if let Some(log) = &mut self.log {
            log.commit_offsets().await;
        }
    }

    async fn wait(&mut self, time: Duration) {
        match &mut self.log {
            Some(log) => log.wait(time).await,
            None => sleep(time).await,
        }
    }
}
