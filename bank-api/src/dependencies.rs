//! The hub, watched; and the database, prepared for the bank.

use anyhow::Context as _;
use bank_api::adapters::{grpc::GrpcHub, postgres};
use service::dependencies::{ANSWER_MAX, ChangeLog, EVERY};
use sqlx::PgPool;
use tokio::{
    sync::watch,
    time::{sleep, timeout},
};

/// Brings the schema up to date; waits for the database as long as it takes.
///
/// # Errors
/// What waiting does not mend: a migration that fails, or was another one when it was applied.
pub async fn prepare(pool: &PgPool) -> anyhow::Result<()> {
    let schema = outbox::postgres::migrate_when_there(pool, &postgres::MIGRATOR).await;
    schema.context("the database cannot be brought up to date")
}

/// Tells whether the hub's key directory works.
pub async fn watch_hub(hub: GrpcHub, tell: watch::Sender<bool>) -> anyhow::Result<()> {
    let mut log = ChangeLog::new("the hub");
    loop {
        let up = timeout(ANSWER_MAX, hub.serves()).await.unwrap_or(false);
        tell.send_if_modified(|known| std::mem::replace(known, up) != up);
        log.note(if up { Ok(()) } else { Err("keys wait for it".into()) });
        sleep(EVERY).await;
    }
}
