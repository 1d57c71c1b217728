//! The bank's stores in PostgreSQL. The migrations are the first reading.

mod account_rows;
mod accounts;
mod books;
mod changes;
mod keys;
mod notices;
mod posting_rows;
mod returns;
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

use crate::application::Stores;
use sqlx::{PgPool, migrate::Migrator};
use std::sync::Arc;

/// The bank's own tables.
pub static MIGRATOR: Migrator = sqlx::migrate!();

/// Brings the schema up to date; several instances may do so at once.
pub async fn migrate(pool: &PgPool) -> Result<(), sqlx::migrate::MigrateError> {
    outbox::postgres::migrate(pool, &MIGRATOR).await
}

/// All stores, on one database.
pub fn stores(pool: &PgPool) -> Stores {
    Stores {
        books: Arc::new(PostgresBooks::new(pool.clone())),
        accounts: Arc::new(PostgresAccounts(pool.clone())),
        sessions: Arc::new(PostgresSessions(pool.clone())),
        statements: Arc::new(PostgresStatements(pool.clone())),
        changes: Arc::new(PostgresChanges(pool.clone())),
        keys: Arc::new(PostgresKeys(pool.clone())),
        notices: Arc::new(PostgresNotices(pool.clone())),
    }
}
