//! The database and the broker, seen from the hub: waited for at the start, watched afterwards.
//!
//! A neighbour that is away is told once, and once more when it is back.

use anyhow::Context as _;
use banks::Banks;
use codepix::{
    adapters::postgres,
    application::{ParticipantError, Readiness, Roster},
    domain::Participant,
};
use messaging::kafka::{KafkaProducer, KafkaSettings};
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

/// Brings the schema up to date and the banks into the roster; waits for the database as long as it takes.
///
/// # Errors
/// What waiting does not mend: a schema of another version, a bank that changed its code or ISPB.
pub async fn prepare(pool: &PgPool, roster: &Roster, banks: &Banks) -> anyhow::Result<()> {
    let schema = messaging::postgres::migrate_when_there(pool, &postgres::MIGRATOR).await;
    schema.context("the database is of another version than this program")?;
    for bank in &banks.banks {
        let participant = Participant { code: bank.code, ispb: bank.ispb, name: bank.name.clone() };
        while let Err(error) = roster.put(&participant, bank.hub_token.expose()).await {
            match error {
                ParticipantError::Clash => {
                    return Err(error).with_context(|| format!("bank {} of the banks file", bank.code));
                }
                ParticipantError::Unavailable(error) => tracing::warn!("waiting for PostgreSQL: {error}"),
            }
            sleep(EVERY).await;
        }
    }
    Ok(())
}

/// Keeps the readiness true as far as the database goes, and the roster as fresh: another instance may add a bank.
pub async fn watch_store(roster: &Roster, tell: &watch::Sender<Readiness>) {
    loop {
        let why = match timeout(STORE_MAX, roster.refresh()).await {
            Ok(Ok(())) => None,
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
