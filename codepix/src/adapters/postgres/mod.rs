//! The hub's stores in PostgreSQL. The migrations are the first reading.

mod directory;
mod listen_notify;
mod participants;
mod retention;
mod returns;
mod transfer_rows;
mod transfers;
mod write_batch;

pub use directory::PostgresDirectory;
pub use listen_notify::ListenNotify;
pub use participants::PostgresParticipants;
pub use transfers::PostgresTransfers;

use crate::application::Stores;
use outbox::postgres::PostgresDeadLetters;
use sqlx::{
    PgPool,
    migrate::{MigrateError, Migrator},
};
use std::sync::Arc;

/// The hub's own tables.
pub static MIGRATOR: Migrator = sqlx::migrate!();

/// Brings the schema up to date; several instances may do so at once.
pub async fn migrate(pool: &PgPool) -> Result<(), MigrateError> {
    outbox::postgres::migrate(pool, &MIGRATOR).await
}

/// All stores, on one database.
pub fn stores(pool: &PgPool) -> Stores {
    Stores {
        transfers: Arc::new(PostgresTransfers(pool.clone())),
        directory: Arc::new(PostgresDirectory(pool.clone())),
        participants: Arc::new(PostgresParticipants(pool.clone())),
        dead_letters: Arc::new(PostgresDeadLetters(pool.clone())),
    }
}
