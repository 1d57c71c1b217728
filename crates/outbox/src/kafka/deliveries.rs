//! What became of the messages that were sent: notices when some were lost, and when it pays to ask again.

use super::{Signals, backwards::Offsets, quietly};
use rdkafka::{
    ClientContext, Message as _,
    config::RDKafkaLogLevel,
    error::{KafkaError, RDKafkaErrorCode},
    message::DeliveryResult,
    producer::ProducerContext,
};
use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};
use tokio::sync::oneshot;

/// Somebody who waits for one message to arrive; or why it did not.
pub type Waiter = oneshot::Sender<Result<(), String>>;

/// Told by librdkafka of each message's end. Its clones share what they know: a producer that takes the place of another
/// goes on where that one was.
#[derive(Clone)]
pub struct Deliveries(Arc<Known>);

struct Known {
    offsets: Offsets,
    /// Messages that did not arrive since the broker last took one.
    missed: AtomicU64,
    /// The broker broke off with a producer, and has taken nothing since.
    broken_off: AtomicBool,
    signals: Signals,
}

impl Deliveries {
    /// Rings both signals when the broker takes a message after it missed some, and when its log has started again.
    pub fn new(signals: Signals) -> Self {
        let (missed, broken_off) = (AtomicU64::new(0), AtomicBool::new(false));
        Self(Arc::new(Known { offsets: Offsets::default(), missed, broken_off, signals }))
    }

    /// So many messages found no place in the queue.
    pub fn refused(&self, count: u64) {
        if count > 0 {
            self.missed(count, "the send queue is full");
        }
    }

    /// The broker takes nothing more from the present producer. True when that is news: as long as it takes nothing from
    /// the next one either, as a broker without our rights does, it is the same trouble still.
    pub fn breaks_off(&self) -> bool {
        !self.0.broken_off.swap(true, Ordering::Relaxed)
    }

    fn missed(&self, count: u64, why: &str) {
        metrics::counter!("messages_missed_total").increment(count);
        // A broker that is away fails thousands at once: it is told once, and once more when it is back.
        if self.0.missed.fetch_add(count, Ordering::Relaxed) == 0 {
            tracing::warn!("messages do not arrive: {why}; they are kept, and asked again");
        }
    }

    fn arrived(&self, topic: &str, partition: i32, offset: i64) {
        self.0.broken_off.store(false, Ordering::Relaxed);
        let missed = self.0.missed.swap(0, Ordering::Relaxed);
        if missed > 0 {
            tracing::info!(missed, "messages arrive again; asking everything that is open");
        }
        let backwards = self.0.offsets.went_backwards(topic, partition, offset);
        if backwards {
            tracing::warn!(topic, "the broker's log was lost; asking everything again");
        }
        if missed > 0 || backwards {
            self.0.signals.resend.notify_one();
            self.0.signals.reopen.notify_one();
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
    type DeliveryOpaque = Box<Option<Waiter>>;

    fn delivery(&self, result: &DeliveryResult<'_>, waiter: Box<Option<Waiter>>) {
        match result {
            Ok(message) => self.arrived(message.topic(), message.partition(), message.offset()),
            Err((error, _)) => self.missed(1, &why(error)),
        }
        if let Some(waiter) = *waiter {
            let arrived = result.as_ref().map(|_| ()).map_err(|(error, _)| why(error));
            // Who does not wait any more has nothing to be told.
            let _ = waiter.send(arrived);
        }
    }
}

/// Why a message did not arrive. A producer that is replaced since the broker does not answer takes its queue with it.
fn why(error: &KafkaError) -> String {
    match error.rdkafka_error_code() {
        Some(RDKafkaErrorCode::PurgeQueue | RDKafkaErrorCode::PurgeInflight) => "no answer".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::FutureExt as _;
    use tokio::sync::Notify;

    fn rung(lost: &Notify) -> bool {
        lost.notified().now_or_never().is_some()
    }

    #[test]
    fn a_broker_that_answers_again_rings_once() {
        let signals = Signals::default();
        let (lost, deliveries) = (Arc::clone(&signals.resend), Deliveries::new(signals));
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
        let signals = Signals::default();
        let (lost, deliveries) = (Arc::clone(&signals.resend), Deliveries::new(signals));
        deliveries.arrived("t", 0, 5);
        deliveries.arrived("t", 0, 0);
        assert!(rung(&lost));
    }

    #[test]
    fn a_broker_that_refuses_one_producer_after_another_is_told_once_until_it_takes_a_message() {
        let first = Deliveries::new(Signals::default());
        assert!(first.breaks_off());
        let second = first.clone();
        assert!(!second.breaks_off(), "the same trouble still");
        second.arrived("t", 0, 1);
        assert!(second.breaks_off());
    }

    #[test]
    fn what_one_producer_missed_the_next_one_makes_good_for() {
        let signals = Signals::default();
        let (lost, first) = (Arc::clone(&signals.resend), Deliveries::new(signals));
        first.missed(1, "not authorised");
        first.clone().arrived("t", 0, 1);
        assert!(rung(&lost));
    }
}
