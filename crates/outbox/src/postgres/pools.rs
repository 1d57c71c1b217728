//! Connections to a service's own database: no session holds a row for ever, and no connection that went silent is used.

use engine::STATEMENT_MAX;
use sqlx::{
    Connection as _, PgConnection, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::{io::ErrorKind, str::FromStr, time::Duration};
use tokio::time::timeout;

/// A connection that rested for so long is asked whether it is still there before it is used: that costs a round trip,
/// which a busy one is spared.
const IDLE: Duration = Duration::from_millis(500);
/// Who takes longer to say that it is there, is not.
const PING_MAX: Duration = Duration::from_secs(1);
/// Who waits longer for a connection has none.
const ACQUIRE_MAX: Duration = Duration::from_secs(3);
/// How long a statement of somebody who only looks may take: less than a request, so that none goes on for somebody who
/// has given up.
const LOOK_MAX: Duration = Duration::from_secs(4);
/// Connections of the work: two that load, one that commits, one for the sweeper and for what is put aside.
const WORK_MAX: u32 = 4;
/// Connections of all who only look, together.
const LOOKS_MAX: u32 = 6;

/// The connections of one service. Whoever looks cannot keep the work waiting.
#[derive(Clone)]
pub struct Pools {
    /// For the writer, the reader of topics and the sweeper.
    pub work: PgPool,
    /// For everybody else.
    pub looks: PgPool,
}

impl Pools {
    /// Both connect when they are first needed, so that a service starts before its database.
    ///
    /// # Errors
    /// When `url` is not a PostgreSQL URL.
    pub fn new(url: &str) -> Result<Self, sqlx::Error> {
        let work = options(url, STATEMENT_MAX)?;
        Ok(Self { work: pool_of(WORK_MAX, work), looks: pool_of(LOOKS_MAX, options(url, LOOK_MAX)?) })
    }

    /// One pool for both, for programs that serve nobody.
    pub fn shared(pool: PgPool) -> Self {
        Self { work: pool.clone(), looks: pool }
    }
}

/// One pool for everything, for programs that serve nobody.
///
/// # Errors
/// When `url` is not a PostgreSQL URL.
pub fn pool(url: &str) -> Result<PgPool, sqlx::Error> {
    Ok(pool_of(WORK_MAX + LOOKS_MAX, options(url, STATEMENT_MAX)?))
}

/// A connection of its own to the same database, for somebody who listens. If it goes silent, it takes no place from others.
pub fn alone(pool: &PgPool) -> PgPool {
    pool_of(1, pool.connect_options().as_ref().clone())
}

/// Statements, locks and idle transactions have deadlines, and the server notices within seconds when this process is gone.
fn options(url: &str, statement_max: Duration) -> Result<PgConnectOptions, sqlx::Error> {
    let statement_max = statement_max.as_millis().to_string();
    Ok(PgConnectOptions::from_str(url)?.options([
        ("statement_timeout", statement_max.as_str()),
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
        // Whoever joins otherwise than row by row may walk through a whole index instead.
        ("enable_hashjoin", "off"),
        ("enable_mergejoin", "off"),
    ]))
}

fn pool_of(connections: u32, options: PgConnectOptions) -> PgPool {
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(ACQUIRE_MAX)
        .max_lifetime(Duration::from_secs(30 * 60))
        .test_before_acquire(false)
        .before_acquire(|connection, met| {
            Box::pin(async move {
                if met.idle_for >= IDLE {
                    answers(connection).await?;
                }
                Ok(true)
            })
        })
        // Who gives up waiting hands its connection back in the middle of a statement. The pool would wait for the end of
        // that as long as TCP does, and the place would be lost meanwhile: it is thrown away instead.
        .after_release(|connection, _| {
            Box::pin(async move {
                answers(connection).await?;
                Ok(true)
            })
        })
        .connect_lazy_with(options)
}

async fn answers(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    timeout(PING_MAX, connection.ping()).await.map_err(|_| sqlx::Error::Io(ErrorKind::TimedOut.into()))?
}
