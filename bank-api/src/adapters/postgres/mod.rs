//! The bank's stores in PostgreSQL. The migrations are the first reading.

mod account_rows;
mod accounts;
mod books;
mod keys;
mod statement;
mod transfer_rows;
mod write_batch;

pub use accounts::PostgresAccounts;
pub use books::PostgresBooks;
pub use keys::PostgresKeys;

use sqlx::{PgPool, migrate::Migrator};

static MIGRATOR: Migrator = sqlx::migrate!();

/// Brings the schema up to date; several instances may do so at once.
pub async fn migrate(pool: &PgPool) -> Result<(), sqlx::migrate::MigrateError> {
    messaging::postgres::MIGRATOR.run(pool).await?;
    MIGRATOR.run(pool).await
}
