//! PostgreSQL as the memory: open questions and dead letters stand in the service's own database.

mod dead_letters;
mod errors;
mod questions;

pub use dead_letters::PostgresDeadLetters;
pub use errors::{commit_error, unavailable};
pub use questions::{PostgresQuestions, write_questions};

use sqlx::{
    PgPool,
    migrate::Migrator,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::{str::FromStr, time::Duration};

/// The tables of this crate; a service runs these before its own.
pub static MIGRATOR: Migrator = sqlx::migrate!();

/// Connections of one service, at the most.
const CONNECTIONS_MAX: u32 = 10;

/// A pool that connects when it is first needed, so that a service starts before its database.
///
/// No session can hold a row for ever: statements, locks and idle transactions have deadlines, and the server notices
/// within seconds when this process is gone.
///
/// # Errors
/// When `url` is not a PostgreSQL URL.
pub fn pool(url: &str) -> Result<PgPool, sqlx::Error> {
    let options = PgConnectOptions::from_str(url)?.options([
        ("statement_timeout", "10s"),
        ("lock_timeout", "2s"),
        ("idle_in_transaction_session_timeout", "5s"),
        ("tcp_keepalives_idle", "5"),
        ("tcp_keepalives_interval", "2"),
        ("tcp_keepalives_count", "3"),
        // A batch touches a few hundred rows by key; no plan for it is worth compiling, none is parallel.
        ("jit", "off"),
        ("max_parallel_workers_per_gather", "0"),
    ]);
    Ok(PgPoolOptions::new()
        .max_connections(CONNECTIONS_MAX)
        .acquire_timeout(Duration::from_secs(3))
        .max_lifetime(Duration::from_secs(30 * 60))
        .connect_lazy_with(options))
}
