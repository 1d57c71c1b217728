//! PostgreSQL and Kafka as what a service stands on.

use crate::{Backing, dependencies::ANSWER_MAX};
use anyhow::Context as _;
use async_trait::async_trait;
use outbox::{
    ConfirmedProducer,
    kafka::{KafkaProducer, KafkaSettings, LateLog, Reading, Signals, Subscription},
    postgres::{Pools, PostgresCollector, PostgresDeadLetters, PostgresQuestions, migrate_when_there},
};
use sqlx::migrate::Migrator;
use std::sync::Arc;
use telemetry::Metrics;
use tokio::{task::spawn_blocking, time::timeout};

/// Both, with what the broker's clients notice. Nothing is connected until it is needed, so a service starts before its
/// dependencies. Cheap to clone.
#[derive(Clone)]
pub struct Connections {
    pub pools: Pools,
    pub kafka: KafkaSettings,
    pub producer: Arc<KafkaProducer>,
    tables: &'static Migrator,
    reading: Reading,
    signals: Signals,
}

impl Connections {
    /// `tables` are the service's own; for its messages of a `patient` kind nobody waits.
    ///
    /// # Errors
    /// When `kafka` are no settings of librdkafka.
    pub fn new(
        pools: Pools,
        kafka: KafkaSettings,
        tables: &'static Migrator,
        patient: &'static [&'static str],
    ) -> anyhow::Result<Self> {
        let signals = Signals::default();
        let producer = KafkaProducer::new(&kafka, signals.clone(), patient)?;
        Ok(Self { pools, kafka, producer, tables, reading: Reading::default(), signals })
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
}

#[async_trait]
impl Backing for Connections {
    async fn prepare(&self) -> anyhow::Result<()> {
        let schema = migrate_when_there(&self.pools.work, self.tables).await;
        schema.context("the database cannot be brought up to date")
    }

    /// Over the connections of the work: queries may have to wait for one while the service does its work.
    async fn ask_store(&self) -> Result<(), String> {
        // A database that lost the service's tables answers too; it is of no use.
        let tables = sqlx::query("select from transfers limit 0").execute(&self.pools.work);
        match timeout(ANSWER_MAX, tables).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => Err(format!("no answer within {ANSWER_MAX:?}")),
        }
    }

    async fn ask_broker(&self) -> Result<(), String> {
        let asked = Arc::clone(&self.producer);
        // A panic there is an answer too: none.
        let up = spawn_blocking(move || asked.reaches_broker(ANSWER_MAX)).await.unwrap_or(false);
        let KafkaSettings { brokers, username, .. } = &self.kafka;
        up.then_some(()).ok_or_else(|| format!("asked {brokers} as {username}; transfers wait for it"))
    }

    fn silent_partitions(&self) -> usize {
        self.reading.silent_partitions()
    }

    fn producer(&self) -> Arc<dyn ConfirmedProducer> {
        self.producer.clone()
    }

    fn metrics(&self) -> Metrics {
        Metrics::new(Some(Arc::new(PostgresCollector(self.pools.clone()))))
    }

    async fn flush(&self) {
        let producer = Arc::clone(&self.producer);
        // A panic would end this process all the same; open questions make good for what is not flushed.
        let _ = spawn_blocking(move || producer.flush()).await;
    }
}
