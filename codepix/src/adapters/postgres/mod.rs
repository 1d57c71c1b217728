//! The hub's stores in PostgreSQL. The migrations are the first reading.

mod directory;
mod participants;
mod transfer_rows;
mod transfers;

pub use directory::PostgresDirectory;
pub use participants::PostgresParticipants;
pub use transfers::PostgresTransfers;

use crate::application::Stores;
use messaging::postgres::PostgresDeadLetters;
use sqlx::{
    PgPool,
    migrate::{MigrateError, Migrator},
};
use std::sync::Arc;

static MIGRATOR: Migrator = sqlx::migrate!();

/// Brings the schema up to date; several instances may do so at once.
pub async fn migrate(pool: &PgPool) -> Result<(), MigrateError> {
    messaging::postgres::MIGRATOR.run(pool).await?;
    MIGRATOR.run(pool).await
}

/// Can `error` go away by itself? A schema of another version cannot.
pub fn is_passing(error: &MigrateError) -> bool {
    matches!(error, MigrateError::Execute(_) | MigrateError::ExecuteMigration(..))
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
