//! The database, the hub and the broker, seen from the bank: waited for at the start, watched afterwards.
//!
//! A neighbour that is away is told once, and once more when it is back.

use anyhow::Context as _;
use bank_api::adapters::{grpc::GrpcHub, postgres, rest::Readiness};
use messaging::kafka::KafkaProducer;
use sqlx::PgPool;
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::watch,
    time::{sleep, timeout},
};

/// How often the neighbours are asked.
const EVERY: Duration = Duration::from_secs(1);
/// Who takes longer for one small question is away. All are asked at once, so that one that is away makes no other late.
const ANSWER_MAX: Duration = Duration::from_secs(2);

/// Brings the schema up to date; waits for the database as long as it takes.
///
/// # Errors
/// What waiting does not mend: a schema of another version.
pub async fn prepare(pool: &PgPool, tell: &watch::Sender<Readiness>) -> anyhow::Result<()> {
    let schema = messaging::postgres::migrate_when_there(pool, &postgres::MIGRATOR).await;
    schema.context("the database is of another version than this program")?;
    tell.send_modify(|ready| ready.migrated = true);
    Ok(())
}

/// Keeps the readiness true.
pub async fn watch(
    pool: PgPool,
    producer: Arc<KafkaProducer>,
    hub: GrpcHub,
    tell: watch::Sender<Readiness>,
) -> anyhow::Result<()> {
    let mut told: Option<[bool; 3]> = None;
    loop {
        let asked = Arc::clone(&producer);
        let broker = tokio::task::spawn_blocking(move || asked.reaches_broker(ANSWER_MAX));
        // A database that lost the bank's tables answers too; it is of no use.
        let tables = sqlx::query("select from transfers limit 0").execute(&pool);
        let (broker, store, hub) =
            tokio::join!(broker, timeout(ANSWER_MAX, tables), timeout(ANSWER_MAX, hub.serves()));
        let now @ [store, hub, broker] = [matches!(store, Ok(Ok(_))), hub.unwrap_or(false), broker?];
        tell.send_modify(|ready| (ready.store, ready.hub, ready.broker) = (store, hub, broker));
        for (place, name) in ["PostgreSQL", "the hub", "Kafka"].into_iter().enumerate() {
            if told.is_none_or(|told| told[place] != now[place]) {
                match now[place] {
                    true => tracing::info!("{name} answers"),
                    false => tracing::warn!("{name} does not answer"),
                }
            }
        }
        told = Some(now);
        sleep(EVERY).await;
    }
}
