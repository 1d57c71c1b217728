//! PostgreSQL as the memory: open questions and dead letters stand in the service's own database.

mod dead_letters;
mod errors;
mod figures;
mod questions;

pub use dead_letters::PostgresDeadLetters;
pub use errors::{commit_error, unavailable};
pub use figures::PostgresFigures;
pub use questions::{PostgresQuestions, QuestionColumns};

use sqlx::{
    Connection as _, PgPool,
    migrate::{MigrateError, Migrator},
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::{str::FromStr, time::Duration};

/// The tables of this crate.
static MIGRATOR: Migrator = sqlx::migrate!();

/// The longest pause between two attempts to reach a database at the start.
const BACK_OFF_MAX: Duration = Duration::from_secs(2);

/// A connection that rested for so long is asked whether it is still there before it is used: that costs a round trip,
/// which a busy one is spared.
const IDLE: Duration = Duration::from_millis(500);

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
        // A batch touches a few hundred rows by key. One plan, by index, is right for all of them and for all sizes of
        // the tables: it is made once, and not while a table is empty and looks small.
        ("jit", "off"),
        ("max_parallel_workers_per_gather", "0"),
        ("plan_cache_mode", "force_generic_plan"),
        ("enable_seqscan", "off"),
    ]);
    Ok(PgPoolOptions::new()
        .max_connections(CONNECTIONS_MAX)
        .acquire_timeout(Duration::from_secs(3))
        .max_lifetime(Duration::from_secs(30 * 60))
        .test_before_acquire(false)
        .before_acquire(|connection, met| {
            Box::pin(async move {
                if met.idle_for >= IDLE {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .connect_lazy_with(options))
}

/// Brings the schema up to date: the tables of this crate, then the service's `own`. Several instances may do so at
/// once.
///
/// # Errors
/// When the database is away, or of another version than this program.
pub async fn migrate(pool: &PgPool, own: &Migrator) -> Result<(), MigrateError> {
    MIGRATOR.run(pool).await?;
    own.run(pool).await
}

/// The same, once the database is there; waits for it as long as it takes.
///
/// # Errors
/// What waiting does not mend: a schema of another version.
pub async fn migrate_when_there(pool: &PgPool, own: &Migrator) -> Result<(), MigrateError> {
    let mut pause = Duration::from_millis(100);
    loop {
        match migrate(pool, own).await {
            Err(error @ (MigrateError::Execute(_) | MigrateError::ExecuteMigration(..))) => {
                tracing::warn!("waiting for PostgreSQL: {error}");
            }
            done => return done,
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(BACK_OFF_MAX);
    }
}
