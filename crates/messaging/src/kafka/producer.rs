//! Sends by librdkafka: idempotent, acknowledged by all replicas, never waiting for more to send.
//!
//! A message that does not arrive is reported and forgotten: its open question sends it again.

use super::{KafkaSettings, backwards::Offsets, quietly};
use crate::{Message, Producer};
use async_trait::async_trait;
use rdkafka::{
    ClientContext, Message as _,
    config::RDKafkaLogLevel,
    error::KafkaError,
    message::{DeliveryResult, Header, OwnedHeaders},
    producer::{BaseRecord, Producer as _, ProducerContext, ThreadedProducer},
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::sync::Notify;

/// How long the last messages may take to leave when the process stops.
const FLUSH: Duration = Duration::from_secs(5);

/// The producer of one service.
pub struct KafkaProducer {
    inner: ThreadedProducer<Deliveries>,
}

impl KafkaProducer {
    /// Rings `log_lost` when the broker acknowledges an offset that it had given out before.
    pub fn new(settings: &KafkaSettings, log_lost: Arc<Notify>) -> Result<Self, KafkaError> {
        let deliveries = Deliveries { offsets: Offsets::default(), log_lost, failed: AtomicU64::new(0) };
        let mut config = settings.client();
        config
            .set("enable.idempotence", "true")
            .set("acks", "all")
            .set("compression.type", "lz4")
            .set("linger.ms", "0")
            // Beyond this the sweeper is the better memory.
            .set("delivery.timeout.ms", "10000")
            .set("queue.buffering.max.kbytes", "16384");
        Ok(Self { inner: config.create_with_context(deliveries)? })
    }

    /// Does the broker answer? Blocks for at most `within`.
    pub fn reaches_broker(&self, within: Duration) -> bool {
        self.inner.client().fetch_metadata(None, within).is_ok()
    }

    /// Waits for what is under way, five seconds at the most.
    pub fn flush(&self) {
        if self.inner.flush(FLUSH).is_err() {
            tracing::warn!("some messages were not acknowledged; their open questions will send them again");
        }
    }
}

#[async_trait]
impl Producer for KafkaProducer {
    async fn send(&self, messages: Vec<Message>) {
        let mut refused = 0;
        for message in &messages {
            let headers = OwnedHeaders::new()
                .insert(Header { key: "ce_id", value: Some(&message.id) })
                .insert(Header { key: "ce_type", value: Some(&message.kind) })
                .insert(Header { key: "ce_specversion", value: Some("1.0") })
                .insert(Header { key: "content-type", value: Some("application/protobuf") });
            let record =
                BaseRecord::to(&message.topic).key(&message.key).payload(&message.payload).headers(headers);
            refused += u32::from(self.inner.send(record).is_err());
        }
        if refused > 0 {
            tracing::warn!(
                refused,
                "the broker is away and the send queue is full; open questions keep them"
            );
        }
    }
}

struct Deliveries {
    offsets: Offsets,
    log_lost: Arc<Notify>,
    failed: AtomicU64,
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
            Ok(message) => {
                if self.offsets.went_backwards(message.topic(), message.partition(), message.offset()) {
                    tracing::warn!(
                        topic = message.topic(),
                        "the broker's log was lost; asking everything again"
                    );
                    self.log_lost.notify_one();
                }
            }
            Err((error, message)) => {
                // A broker that is away fails thousands at once: tell the first of each power of two.
                let failed = self.failed.fetch_add(1, Ordering::Relaxed) + 1;
                if failed.is_power_of_two() {
                    tracing::warn!(
                        topic = message.topic(),
                        failed,
                        "not delivered: {error}; will be asked again"
                    );
                }
            }
        }
    }
}
