//! What the group tells a reader of its membership. Refuses to know what to do about it.

use super::quietly;
use rdkafka::{
    ClientContext, TopicPartitionList,
    config::RDKafkaLogLevel,
    consumer::{BaseConsumer, ConsumerContext, Rebalance},
    error::{KafkaError, KafkaResult},
};
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::Notify;

/// Connection troubles are the broker's story; ours is told by what waits.
#[derive(Default)]
pub struct Membership {
    known: AtomicBool,
    gave_up: AtomicBool,
    /// The reader has a place in the group for the first time.
    pub placed: Notify,
    /// The broker did not take a position.
    pub missed: Notify,
}

impl Membership {
    /// Has the reader given partitions up since this was last asked?
    pub fn gave_up(&self) -> bool {
        self.gave_up.swap(false, Ordering::Relaxed)
    }
}

impl ClientContext for Membership {
    fn error(&self, error: KafkaError, reason: &str) {
        tracing::debug!("consumer: {error}: {reason}");
    }

    fn log(&self, _level: RDKafkaLogLevel, facility: &str, text: &str) {
        quietly(facility, text);
    }
}

impl ConsumerContext for Membership {
    fn post_rebalance(&self, _consumer: &BaseConsumer<Self>, rebalance: &Rebalance<'_>) {
        match rebalance {
            Rebalance::Assign(_) if !self.known.swap(true, Ordering::Relaxed) => self.placed.notify_one(),
            Rebalance::Revoke(_) => self.gave_up.store(true, Ordering::Relaxed),
            Rebalance::Assign(_) | Rebalance::Error(_) => {}
        }
    }

    fn commit_callback(&self, result: KafkaResult<()>, _positions: &TopicPartitionList) {
        if let Err(error) = result {
            tracing::debug!("position not moved: {error}");
            self.missed.notify_one();
        }
    }
}
