//! What became of the messages that were sent: notices when some were lost, and when it pays to ask again.

use super::{Bells, backwards::Offsets, quietly};
use rdkafka::{
    ClientContext, Message as _, config::RDKafkaLogLevel, error::KafkaError, message::DeliveryResult,
    producer::ProducerContext,
};
use std::sync::atomic::{AtomicU64, Ordering};

/// Told by librdkafka of each message's end.
pub struct Deliveries {
    offsets: Offsets,
    /// Messages that did not arrive since the broker last took one.
    missed: AtomicU64,
    bells: Bells,
}

impl Deliveries {
    /// Rings both bells when the broker takes a message after it missed some, and when its log has started again.
    pub fn new(bells: Bells) -> Self {
        Self { offsets: Offsets::default(), missed: AtomicU64::new(0), bells }
    }

    /// So many messages found no place in the queue.
    pub fn refused(&self, count: u64) {
        if count > 0 {
            self.missed(count, "the send queue is full");
        }
    }

    fn missed(&self, count: u64, why: &str) {
        // A broker that is away fails thousands at once: it is told once, and once more when it is back.
        if self.missed.fetch_add(count, Ordering::Relaxed) == 0 {
            tracing::warn!("messages do not arrive: {why}; they are kept, and asked again");
        }
    }

    fn arrived(&self, topic: &str, partition: i32, offset: i64) {
        let missed = self.missed.swap(0, Ordering::Relaxed);
        if missed > 0 {
            tracing::info!(missed, "messages arrive again; asking everything that is open");
        }
        let backwards = self.offsets.went_backwards(topic, partition, offset);
        if backwards {
            tracing::warn!(topic, "the broker's log was lost; asking everything again");
        }
        if missed > 0 || backwards {
            self.bells.lost.notify_one();
            self.bells.reopen.notify_one();
        }
    }
}

impl ClientContext for Deliveries {
    fn error(&self, error: KafkaError, reason: &str) {
        tracing::debug!("producer: {error}: {reason}");
    }

    fn log(&self, _level: RDKafkaLogLevel, facility: &str, text: &str) {
        quietly(facility, text);
    }
}

impl ProducerContext for Deliveries {
    type DeliveryOpaque = ();

    fn delivery(&self, result: &DeliveryResult<'_>, (): ()) {
        match result {
            Ok(message) => self.arrived(message.topic(), message.partition(), message.offset()),
            Err((error, _)) => self.missed(1, &error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::FutureExt as _;
    use std::sync::Arc;
    use tokio::sync::Notify;

    fn rung(lost: &Notify) -> bool {
        lost.notified().now_or_never().is_some()
    }

    #[test]
    fn a_broker_that_answers_again_rings_once() {
        let bells = Bells::default();
        let (lost, deliveries) = (Arc::clone(&bells.lost), Deliveries::new(bells));
        deliveries.arrived("t", 0, 1);
        assert!(!rung(&lost), "nothing was lost yet");
        deliveries.missed(1, "timed out");
        deliveries.refused(2);
        assert!(!rung(&lost), "it is no use to ask a broker that is away");
        deliveries.arrived("t", 0, 2);
        assert!(rung(&lost));
        deliveries.arrived("t", 0, 3);
        assert!(!rung(&lost));
    }

    #[test]
    fn a_log_that_starts_again_rings() {
        let bells = Bells::default();
        let (lost, deliveries) = (Arc::clone(&bells.lost), Deliveries::new(bells));
        deliveries.arrived("t", 0, 5);
        deliveries.arrived("t", 0, 0);
        assert!(rung(&lost));
    }
}
