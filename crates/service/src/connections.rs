//! A service's connections to its database and to the broker.

use engine::Progress;
use outbox::{
    Heard,
    kafka::{KafkaProducer, KafkaSettings, LateLog, Reading, Signals, Subscription},
    postgres::{Pools, PostgresCollector, PostgresDeadLetters, PostgresQuestions},
};
use std::sync::Arc;
use telemetry::Metrics;

/// Both, with what the broker's clients notice. Nothing is connected until it is needed, so a service starts before its
/// dependencies. Cheap to clone.
#[derive(Clone)]
pub struct Connections {
    pub pools: Pools,
    pub kafka: KafkaSettings,
    pub producer: Arc<KafkaProducer>,
    reading: Reading,
    signals: Signals,
}

impl Connections {
    /// # Errors
    /// When `kafka` are no settings of librdkafka.
    pub fn new(pools: Pools, kafka: KafkaSettings) -> anyhow::Result<Self> {
        let signals = Signals::default();
        let producer = Arc::new(KafkaProducer::new(&kafka, signals.clone())?);
        Ok(Self { pools, kafka, producer, reading: Reading::default(), signals })
    }

    /// Where messages come from, go to and are remembered. The group of `subscription` is joined when the log is first
    /// polled.
    pub fn delivery(&self, subscription: Subscription) -> outbox::Ports {
        let (kafka, signals) = (self.kafka.clone(), self.signals.clone());
        outbox::Ports {
            log: Box::new(LateLog::new(kafka, subscription, signals, self.reading.clone())),
            publisher: self.producer.clone(),
            questions: Arc::new(PostgresQuestions(self.pools.work.clone())),
            dead_letters: Arc::new(PostgresDeadLetters(self.pools.work.clone())),
            resend: Arc::clone(&self.signals.resend),
        }
    }

    /// How the work gets on: what writers say of themselves, and what is heard and read.
    pub fn progress<W: Fn() -> Progress>(&self, heard: Heard, written: W) -> impl Fn() -> Progress + use<W> {
        let reading = self.reading.clone();
        move || Progress {
            last_heard: heard.last(),
            silent_partitions: reading.silent_partitions(),
            ..written()
        }
    }

    /// The page of `/metrics`, with what only the database knows.
    pub fn metrics(&self) -> Metrics {
        Metrics::new(Some(Arc::new(PostgresCollector(self.pools.clone()))))
    }
}
