//! The bank's stores in PostgreSQL. The migrations are the first reading.

mod account_rows;
mod accounts;
mod books;
mod changes;
mod keys;
mod notices;
mod posting_rows;
mod sessions;
mod statements;
mod transfer_rows;
mod write_batch;

pub use accounts::PostgresAccounts;
pub use books::PostgresBooks;
pub use changes::PostgresChanges;
pub use keys::PostgresKeys;
pub use notices::PostgresNotices;
pub use sessions::PostgresSessions;
pub use statements::PostgresStatements;

use sqlx::{PgPool, migrate::Migrator};

/// The bank's own tables.
pub static MIGRATOR: Migrator = sqlx::migrate!();

/// Brings the schema up to date; several instances may do so at once.
pub async fn migrate(pool: &PgPool) -> Result<(), sqlx::migrate::MigrateError> {
    outbox::postgres::migrate(pool, &MIGRATOR).await
}
