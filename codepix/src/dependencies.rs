//! The database, prepared for the hub, and the banks in it.

use anyhow::Context as _;
use banks::{Hub, Member};
use codepix::{
    adapters::postgres,
    application::{ParticipantCache, ParticipantError},
    domain::Participant,
};
use engine::in_time;
use service::dependencies::{ANSWER_MAX, EVERY};
use sqlx::PgPool;
use std::sync::Arc;
use tokio::time::{sleep, timeout};

/// Brings the schema up to date and the banks into it; waits for the database as long as it takes.
///
/// # Errors
/// What waiting does not mend: a migration that fails or was another one when it was applied, a bank that changed its
/// code or ISPB.
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

/// Keeps the cache of participants fresh: another instance may add a bank.
pub async fn refresh(participants: Arc<ParticipantCache>) {
    loop {
        if !matches!(timeout(ANSWER_MAX, participants.refresh()).await, Ok(Ok(()))) {
            tracing::debug!("the participants stay as they were");
        }
        sleep(EVERY).await;
    }
}
