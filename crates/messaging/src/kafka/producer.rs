//! Sends by librdkafka: idempotent, acknowledged by all replicas, never waiting for more to send.
//!
//! A message that does not arrive is forgotten here: its open question sends it again, as soon as the broker answers.

use super::{Bells, KafkaSettings, deliveries::Deliveries};
use crate::{Message, Producer};
use async_trait::async_trait;
use rdkafka::{
    error::KafkaError,
    message::{Header, OwnedHeaders},
    producer::{BaseRecord, Producer as _, ThreadedProducer},
};
use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// How long the last messages may take to leave when the process stops.
const FLUSH: Duration = Duration::from_secs(5);

/// The producer of one service.
pub struct KafkaProducer {
    settings: KafkaSettings,
    bells: Bells,
    deliveries: Deliveries,
    /// The broker did not answer when it was last asked.
    away: AtomicBool,
    present: Mutex<Arc<ThreadedProducer<Deliveries>>>,
}

impl KafkaProducer {
    /// Rings when the broker answers again after it did not, or acknowledges an offset that it had given out before.
    ///
    /// # Errors
    /// When the settings are no settings of librdkafka.
    pub fn new(settings: &KafkaSettings, bells: Bells) -> Result<Self, KafkaError> {
        let deliveries = Deliveries::new(bells.clone());
        let present = Mutex::new(Arc::new(connect(settings, &deliveries)?));
        Ok(Self { settings: settings.clone(), bells, deliveries, away: AtomicBool::new(false), present })
    }

    /// Does the broker answer? Blocks for at most `within`. A producer that the broker takes nothing from any more is
    /// replaced.
    pub fn reaches_broker(&self, within: Duration) -> bool {
        let present = self.present();
        if let Some((code, why)) = present.client().fatal_error() {
            if self.deliveries.breaks_off() {
                tracing::warn!(
                    "the broker takes nothing more from this producer ({code}: {why}); starting others until it does"
                );
            }
            self.replace();
        }
        let answers = present.client().fetch_metadata(None, within).is_ok();
        if self.away.swap(!answers, Ordering::Relaxed) && answers {
            self.bells.reopen.notify_one();
        }
        answers
    }

    /// Waits for what is under way, five seconds at the most.
    pub fn flush(&self) {
        if self.present().flush(FLUSH).is_err() {
            tracing::warn!("some messages were not acknowledged; their open questions will send them again");
        }
    }

    fn present(&self) -> Arc<ThreadedProducer<Deliveries>> {
        Arc::clone(&self.present.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn replace(&self) {
        match connect(&self.settings, &self.deliveries) {
            Ok(fresh) => {
                *self.present.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(fresh);
                self.bells.lost.notify_one();
            }
            Err(error) => tracing::warn!("no other producer: {error}"),
        }
    }
}

fn connect(
    settings: &KafkaSettings,
    deliveries: &Deliveries,
) -> Result<ThreadedProducer<Deliveries>, KafkaError> {
    let mut config = settings.client();
    config
        .set("enable.idempotence", "true")
        .set("acks", "all")
        .set("compression.type", "lz4")
        .set("linger.ms", "0")
        // Beyond this the sweeper is the better memory.
        .set("delivery.timeout.ms", "10000")
        .set("queue.buffering.max.kbytes", "16384");
    config.create_with_context(deliveries.clone())
}

#[async_trait]
impl Producer for KafkaProducer {
    async fn send(&self, messages: Vec<Message>) {
        let (present, mut refused) = (self.present(), 0);
        for message in &messages {
            let headers = OwnedHeaders::new()
                .insert(Header { key: "ce_id", value: Some(&message.id) })
                .insert(Header { key: "ce_type", value: Some(&message.kind) })
                .insert(Header { key: "ce_specversion", value: Some("1.0") })
                .insert(Header { key: "content-type", value: Some("application/protobuf") });
            let record =
                BaseRecord::to(&message.topic).key(&message.key).payload(&message.payload).headers(headers);
            refused += u64::from(present.send(record).is_err());
        }
        metrics::counter!("messages_sent_total").increment(messages.len() as u64 - refused);
        present.context().refused(refused);
    }
}
