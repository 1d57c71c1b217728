//! The database and the broker, seen from the hub: waited for at the start, watched afterwards.
//!
//! A neighbour that is away is told once, and once more when it is back.

use anyhow::Context as _;
use banks::{Hub, Member};
use codepix::{
    adapters::postgres,
    application::{ParticipantCache, ParticipantError, Readiness},
    domain::Participant,
};
use engine::{Progress, in_time};
use outbox::kafka::{KafkaProducer, KafkaSettings};
use sqlx::PgPool;
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::watch,
    time::{sleep, timeout},
};

/// How often the neighbours are asked.
const EVERY: Duration = Duration::from_secs(1);
/// A database that takes longer for one small question is away.
const STORE_MAX: Duration = Duration::from_secs(2);
/// The same for the broker.
const BROKER_MAX: Duration = Duration::from_secs(2);

/// Brings the schema up to date and the banks into the store; waits for the database as long as it takes.
///
/// # Errors
/// What waiting does not mend: a migration that fails or was another one when it was applied, a bank that changed its code or ISPB.
pub async fn prepare(pool: &PgPool, participants: &ParticipantCache, banks: &Hub) -> anyhow::Result<()> {
    let schema = outbox::postgres::migrate_when_there(pool, &postgres::MIGRATOR).await;
    schema.context("the database cannot be brought up to date")?;
    let participant =
        |bank: &Member| Participant { code: bank.code, ispb: bank.ispb, name: bank.name.clone() };
    let file: Vec<_> = banks.banks.iter().map(|bank| (participant(bank), bank.hub_token.expose())).collect();
    while let Err(error) = in_time(participants.enroll(&file)).await {
        match error {
            ParticipantError::Clash(_) => return Err(error).context("the banks file"),
            ParticipantError::Unavailable(error) => tracing::warn!("waiting for PostgreSQL: {error}"),
        }
        sleep(EVERY).await;
    }
    Ok(())
}

/// Keeps the readiness true as far as the database goes, and the cache of participants fresh: another instance may add a bank. `pool`
/// is that of the work: who only looks may have to wait, and the hub does its work.
pub async fn watch_store(pool: &PgPool, participants: &ParticipantCache, tell: &watch::Sender<Readiness>) {
    loop {
        // A database that lost the hub's tables answers too; it is of no use.
        let tables = sqlx::query("select from transfers limit 0").execute(pool);
        let (tables, fresh) =
            tokio::join!(timeout(STORE_MAX, tables), timeout(STORE_MAX, participants.refresh()));
        if !matches!(fresh, Ok(Ok(()))) {
            tracing::debug!("the participants stays as it is");
        }
        let why = match tables {
            Ok(Ok(_)) => None,
            Ok(Err(error)) => Some(error.to_string()),
            Err(_) => Some(format!("no answer within {STORE_MAX:?}")),
        };
        let before = tell.borrow().store;
        tell.send_if_modified(|ready| std::mem::replace(&mut ready.store, why.is_none()) != why.is_none());
        match why {
            Some(why) if before => tracing::warn!("PostgreSQL does not answer: {why}"),
            None if !before => tracing::info!("PostgreSQL answers"),
            Some(_) | None => {}
        }
        sleep(EVERY).await;
    }
}

/// Keeps the readiness true as far as the work goes.
pub async fn watch_work(
    progress: impl Fn() -> Progress,
    tell: watch::Sender<Readiness>,
) -> anyhow::Result<()> {
    let mut stuck = false;
    loop {
        let now = progress();
        tell.send_modify(|ready| ready.progress = now);
        match (std::mem::replace(&mut stuck, now.is_stuck()), stuck) {
            (false, true) => tracing::warn!("work stands still: nothing is settled for seconds"),
            (true, false) => tracing::info!("work moves"),
            (true, true) | (false, false) => {}
        }
        sleep(EVERY).await;
    }
}

/// Keeps the readiness true as far as the broker goes.
pub async fn watch_broker(
    producer: Arc<KafkaProducer>,
    kafka: KafkaSettings,
    tell: watch::Sender<Readiness>,
) -> anyhow::Result<()> {
    let mut told = None;
    loop {
        let asked = Arc::clone(&producer);
        let up = tokio::task::spawn_blocking(move || asked.reaches_broker(BROKER_MAX)).await?;
        tell.send_if_modified(|ready| std::mem::replace(&mut ready.broker, up) != up);
        if told.replace(up) != Some(up) {
            match up {
                true => tracing::info!("Kafka answers"),
                false => tracing::warn!(
                    "Kafka at {} does not answer to user {}: transfers wait for it",
                    kafka.brokers,
                    kafka.username
                ),
            }
        }
        sleep(EVERY).await;
    }
}
