//! Sends by librdkafka: idempotent, acknowledged by all replicas, never waiting for more to send.
//!
//! A message that does not arrive is forgotten here: its open question sends it again, as soon as the broker answers. What
//! nobody waits for is held back for a moment, so that it leaves with others.

use super::{
    KafkaSettings, Signals,
    deliveries::{Deliveries, Waiter},
    partitions::Partitions,
    polled::PolledProducer,
};
use crate::{ConfirmedProducer, Message, spans};
use async_trait::async_trait;
use engine::{Publish, Unavailable};
use rdkafka::{
    error::KafkaError,
    message::{Header, OwnedHeaders},
    producer::{BaseRecord, Producer as _},
};
use std::{
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};
use tokio::{sync::oneshot, time::sleep};

/// How long the last messages may take to leave when the process stops.
const FLUSH: Duration = Duration::from_secs(5);

/// How long what nobody waits for is held back.
const HELD: Duration = Duration::from_millis(50);

/// Questions in a row without an answer, until another producer is tried.
const UNANSWERED_MAX: u32 = 2;

/// The producer of one service.
pub struct KafkaProducer {
    settings: KafkaSettings,
    signals: Signals,
    deliveries: Deliveries,
    /// How often in a row the broker was asked and did not answer.
    unanswered: AtomicU32,
    present: Mutex<Arc<PolledProducer>>,
    partitions: Partitions,
    /// Kinds of messages that nobody waits for.
    patient: &'static [&'static str],
    held: Mutex<Vec<Message>>,
    /// Ourselves, for whoever sends later what is held.
    this: Weak<Self>,
}

impl KafkaProducer {
    /// Rings when the broker answers again after it did not, or acknowledges an offset that it had given out before. For
    /// messages of a `patient` kind nobody waits.
    ///
    /// # Errors
    /// When the settings are no settings of librdkafka.
    pub fn new(
        settings: &KafkaSettings,
        signals: Signals,
        patient: &'static [&'static str],
    ) -> Result<Arc<Self>, KafkaError> {
        let deliveries = Deliveries::new(signals.clone());
        let present = Mutex::new(Arc::new(connect(settings, &deliveries)?));
        let settings = settings.clone();
        Ok(Arc::new_cyclic(|this| Self {
            settings,
            signals,
            deliveries,
            unanswered: AtomicU32::new(0),
            present,
            partitions: Partitions::default(),
            patient,
            held: Mutex::default(),
            this: this.clone(),
        }))
    }

    /// Does the broker answer? Blocks for at most `within`. A producer that the broker takes nothing from any more is
    /// replaced, and so is one that has had no answer for long: a client may not find back to a broker that lost sight of
    /// itself, and a fresh one does.
    pub fn reaches_broker(&self, within: Duration) -> bool {
        let mut present = self.present();
        if let Some((code, why)) = present.client().fatal_error() {
            if self.deliveries.breaks_off() {
                tracing::warn!(
                    "the broker takes nothing more from this producer ({code}: {why}); starting others until it does"
                );
            }
            self.replace(present);
            self.signals.resend.notify_one();
            present = self.present();
        }
        if let Ok(metadata) = present.client().fetch_metadata(None, within) {
            self.partitions.learn(&metadata);
            match self.unanswered.swap(0, Ordering::Relaxed) {
                0 => {}
                short if short < UNANSWERED_MAX => self.signals.reopen.notify_one(),
                _ => {
                    // What was under way went with the former producer.
                    self.signals.reopen.notify_one();
                    self.signals.resend.notify_one();
                }
            }
            return true;
        }
        let unanswered = self.unanswered.fetch_add(1, Ordering::Relaxed) + 1;
        if unanswered.is_multiple_of(UNANSWERED_MAX) {
            self.replace(present);
        }
        false
    }

    /// Waits for what is under way, five seconds at the most.
    pub fn flush(&self) {
        self.send_held();
        if self.present().flush(FLUSH).is_err() {
            tracing::warn!("some messages were not acknowledged; their open questions will send them again");
        }
    }

    fn send(&self, messages: &[Message]) {
        let (present, mut refused) = (self.present(), 0);
        let place = self.partitions.next_batch();
        for message in messages {
            let mut record = record(message, None);
            record.partition = place.of(&message.topic);
            refused += u64::from(present.send(record).is_err());
        }
        drop(place);
        metrics::counter!("messages_sent_total").increment(messages.len() as u64 - refused);
        present.context().refused(refused);
    }

    /// Whoever dies before they are sent is asked by whoever needs to know.
    fn hold(&self, messages: Vec<Message>) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.is_empty() && !messages.is_empty() {
            let this = self.this.clone();
            tokio::spawn(async move {
                sleep(HELD).await;
                this.upgrade().inspect(|producer| producer.send_held());
            });
        }
        held.extend(messages);
    }

    fn send_held(&self) {
        let held = std::mem::take(&mut *self.held.lock().unwrap_or_else(PoisonError::into_inner));
        self.send(&held);
    }

    fn present(&self) -> Arc<PolledProducer> {
        Arc::clone(&self.present.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Another takes the place of `former`, which ends on a thread of its own: nobody waits for a client that may hang.
    fn replace(&self, former: Arc<PolledProducer>) {
        match connect(&self.settings, &self.deliveries) {
            Ok(fresh) => {
                let mut present = self.present.lock().unwrap_or_else(PoisonError::into_inner);
                let same = std::mem::replace(&mut *present, Arc::new(fresh));
                std::thread::spawn(move || drop((former, same)));
            }
            Err(error) => tracing::warn!("no other producer: {error}"),
        }
    }
}

fn connect(settings: &KafkaSettings, deliveries: &Deliveries) -> Result<PolledProducer, KafkaError> {
    let mut config = settings.client();
    config
        .set("enable.idempotence", "true")
        .set("acks", "all")
        .set("compression.type", "lz4")
        .set("linger.ms", "0")
        // Beyond this the sweeper is the better memory.
        .set("delivery.timeout.ms", "10000")
        .set("queue.buffering.max.kbytes", "16384");
    PolledProducer::new(&config, deliveries.clone())
}

#[async_trait]
impl Publish<Message> for KafkaProducer {
    fn committed(&self, since: telemetry::Stopwatch, messages: &[Message]) {
        spans::sent(since, messages);
    }

    async fn publish(&self, messages: Vec<Message>) {
        let is_patient = |message: &Message| self.patient.contains(&message.kind.as_str());
        let (patient, urgent): (Vec<_>, Vec<_>) = messages.into_iter().partition(is_patient);
        self.send(&urgent);
        self.hold(patient);
    }
}

#[async_trait]
impl ConfirmedProducer for KafkaProducer {
    async fn send_and_confirm(&self, message: Message) -> Result<(), Unavailable> {
        let (waiter, arrived) = oneshot::channel();
        if let Err((error, _)) = self.present().send(record(&message, Some(waiter))) {
            return Err(Unavailable(format!("Kafka: {error}")));
        }
        // A producer that is replaced meanwhile takes the waiter with it.
        let arrived = arrived.await.unwrap_or_else(|_| Err("the broker broke off".into()));
        arrived.map_err(|why| Unavailable(format!("Kafka: {why}")))
    }
}

fn record<'a>(
    message: &'a Message,
    waiter: Option<Waiter>,
) -> BaseRecord<'a, str, Vec<u8>, Box<Option<Waiter>>> {
    let record = BaseRecord::with_opaque_to(&message.topic, Box::new(waiter));
    record.key(message.key.as_str()).payload(&message.payload).headers(headers(message))
}

/// What a reader can know without opening the message. `traceparent` is always there: who traces their own part finds all
/// messages of a transfer in one trace, whether we export ours or not.
fn headers(message: &Message) -> OwnedHeaders {
    let traceparent = spans::trace(&message.id).traceparent(telemetry::spans_are_exported());
    OwnedHeaders::new()
        .insert(Header { key: "ce_id", value: Some(&message.id) })
        .insert(Header { key: "ce_type", value: Some(&message.kind) })
        .insert(Header { key: "ce_specversion", value: Some("1.0") })
        .insert(Header { key: "content-type", value: Some("application/protobuf") })
        .insert(Header { key: "traceparent", value: Some(&traceparent) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rdkafka::message::Headers as _;

    fn traceparent(id: &str) -> String {
        let (topic, key, kind) = (String::new(), String::new(), String::new());
        let headers = headers(&Message { id: id.into(), topic, key, kind, payload: Vec::new() });
        let header = headers.iter().find(|header| header.key == "traceparent").expect("it is always there");
        String::from_utf8_lossy(header.value.unwrap_or_default()).into_owned()
    }

    #[test]
    fn all_messages_of_a_transfer_carry_one_trace_which_anybody_can_derive() {
        let id = "E1000000120261124173000AbCdEfGhI";
        let header = traceparent(&format!("{id}/codepix.v1.TransferRequested"));
        assert_eq!(header, "00-15338778f3f790150978ebfa03858c01-fdc511398416b142-00", "SHA-256 of the id");
        assert_eq!(header, traceparent(&format!("{id}/codepix.v1.TransferConfirmed")));
        assert_ne!(header, traceparent("E1000000120261124173000AbCdEfGhJ/codepix.v1.TransferRequested"));
    }
}
