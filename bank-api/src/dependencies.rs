//! The database, the hub and the broker, seen from the bank: waited for at the start, watched afterwards.
//!
//! A neighbour that is away is told once, and once more when it is back.

use anyhow::Context as _;
use bank_api::adapters::{grpc::GrpcHub, postgres, rest::Readiness};
use engine::Progress;
use outbox::kafka::KafkaProducer;
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

/// Whom the bank needs.
pub struct Dependencies {
    /// The connections of the work: who only looks may have to wait, and the bank does its work.
    pub pool: PgPool,
    pub producer: Arc<KafkaProducer>,
    pub hub: GrpcHub,
}

/// Brings the schema up to date; waits for the database as long as it takes.
///
/// # Errors
/// What waiting does not mend: a migration that fails, or was another one when it was applied.
pub async fn prepare(pool: &PgPool, tell: &watch::Sender<Readiness>) -> anyhow::Result<()> {
    let schema = outbox::postgres::migrate_when_there(pool, &postgres::MIGRATOR).await;
    schema.context("the database cannot be brought up to date")?;
    tell.send_modify(|ready| ready.migrated = true);
    Ok(())
}

/// Keeps the readiness true; `progress` says whether the work moves.
pub async fn watch(
    around: Dependencies,
    progress: impl Fn() -> Progress,
    tell: watch::Sender<Readiness>,
) -> anyhow::Result<()> {
    let mut told: Option<[bool; 4]> = None;
    loop {
        let asked = Arc::clone(&around.producer);
        let broker = tokio::task::spawn_blocking(move || asked.reaches_broker(ANSWER_MAX));
        // A database that lost the bank's tables answers too; it is of no use.
        let tables = sqlx::query("select from transfers limit 0").execute(&around.pool);
        let (broker, store, hub) =
            tokio::join!(broker, timeout(ANSWER_MAX, tables), timeout(ANSWER_MAX, around.hub.serves()));
        let progress = progress();
        let now @ [store, hub, broker, _] =
            [matches!(store, Ok(Ok(_))), hub.unwrap_or(false), broker?, !progress.is_stuck()];
        tell.send_modify(|ready| {
            (ready.store, ready.hub, ready.broker, ready.progress) = (store, hub, broker, progress);
        });
        let words = [
            ("PostgreSQL answers", "PostgreSQL does not answer"),
            ("the hub answers", "the hub does not answer"),
            ("Kafka answers", "Kafka does not answer"),
            ("work moves", "work stands still: nothing is settled for seconds"),
        ];
        for (place, (well, ill)) in words.into_iter().enumerate() {
            // That work moves is news only after it did not.
            if told.map_or(place < 3 || !now[place], |told| told[place] != now[place]) {
                match now[place] {
                    true => tracing::info!("{well}"),
                    false => tracing::warn!("{ill}"),
                }
            }
        }
        told = Some(now);
        sleep(EVERY).await;
    }
}
