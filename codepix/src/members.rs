//! The banks that take part, as the banks file has them, in the store and in memory.

use crate::{
    application::{ParticipantCache, ParticipantError},
    domain::Participant,
};
use anyhow::Context as _;
use banks::Member;
use engine::in_time;
use service::dependencies::{ANSWER_MAX, EVERY};
use std::sync::Arc;
use tokio::time::{sleep, timeout};

/// Brings the participants in line with the banks file; waits for the store as long as it takes.
///
/// # Errors
/// What waiting does not mend: a bank that changed its code or ISPB.
pub async fn enroll(participants: &ParticipantCache, banks: &[Member]) -> anyhow::Result<()> {
    let participant =
        |bank: &Member| Participant { code: bank.code, ispb: bank.ispb, name: bank.name.clone() };
    let file: Vec<_> = banks.iter().map(|bank| (participant(bank), bank.hub_token.expose())).collect();
    while let Err(error) = in_time(participants.enroll(&file)).await {
        match error {
            ParticipantError::Clash(_) => return Err(error).context("the banks file"),
            ParticipantError::Unavailable(error) => tracing::warn!("waiting for the store: {error}"),
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
