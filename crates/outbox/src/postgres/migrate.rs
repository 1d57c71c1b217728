//! Brings the schema up to date, on a connection of its own: an index over millions of rows takes longer than any request
//! may, and who waits for another instance to end its migrations waits without a deadline.

use sqlx::{
    ConnectOptions as _, Connection as _, PgConnection, PgPool,
    migrate::{MigrateError, Migrator},
};
use std::{io::ErrorKind, time::Duration};
use tokio::time::timeout;

/// The tables of this crate.
static MIGRATOR: Migrator = sqlx::migrate!();

/// The longest pause between two attempts to reach a database at the start.
const BACK_OFF_MAX: Duration = Duration::from_secs(2);
/// Who takes longer to connect is away.
const CONNECT_MAX: Duration = Duration::from_secs(3);

/// Classes of SQLSTATE that pass by themselves: connection, rollback for others' sake, resources, intervention.
const PASSING: [&str; 4] = ["08", "40", "53", "57"];

/// Brings the schema up to date: the tables of this crate, then the service's `own`. Several instances may do so at once.
///
/// # Errors
/// When the database is away, or a statement is wrong, or was another one when it was applied.
pub async fn migrate(pool: &PgPool, own: &Migrator) -> Result<(), MigrateError> {
    run(connect(pool).await?, own).await
}

/// The same, once the database is there; waits for it as long as it takes.
///
/// # Errors
/// What waiting does not mend: a statement that is wrong, or was another one when it was applied.
pub async fn migrate_when_there(pool: &PgPool, own: &Migrator) -> Result<(), MigrateError> {
    let mut pause = Duration::from_millis(100);
    loop {
        match connect(pool).await {
            Err(error) => tracing::warn!("waiting for PostgreSQL: {error}"),
            Ok(connection) => match run(connection, own).await {
                Err(error) if passes(&error) => tracing::warn!("waiting for PostgreSQL: {error}"),
                done => return done,
            },
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(BACK_OFF_MAX);
    }
}

async fn connect(pool: &PgPool) -> Result<PgConnection, sqlx::Error> {
    let options = pool.connect_options().as_ref().clone().options([
        ("statement_timeout", "0"),
        ("lock_timeout", "0"),
        ("idle_in_transaction_session_timeout", "0"),
    ]);
    timeout(CONNECT_MAX, options.connect()).await.map_err(|_| sqlx::Error::Io(ErrorKind::TimedOut.into()))?
}

/// The lock of who breaks off goes with the connection.
async fn run(mut connection: PgConnection, own: &Migrator) -> Result<(), MigrateError> {
    for migrator in [&MIGRATOR, own] {
        tolerant(migrator).run_direct(None, &mut connection, false).await?;
    }
    // All is done, whatever becomes of the good-bye.
    drop(connection.close().await);
    Ok(())
}

/// Leaves alone what a newer program applied. While a release is rolled out, or back, old and new programs share a
/// database, and an old one that dies has to start again: migrations only add, so that it finds all it knows. (What was
/// applied under a known number and with other text still stops it.)
fn tolerant(migrator: &Migrator) -> Migrator {
    let Migrator { migrations, locking, no_tx, table_name, create_schemas, .. } = migrator;
    Migrator {
        migrations: migrations.clone(),
        ignore_missing: true,
        locking: *locking,
        no_tx: *no_tx,
        table_name: table_name.clone(),
        create_schemas: create_schemas.clone(),
    }
}

/// Is it the connection, and not what was asked?
fn passes(error: &MigrateError) -> bool {
    let (MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)) = error else {
        return false;
    };
    match error {
        sqlx::Error::Database(said) => {
            said.code().is_some_and(|code| PASSING.iter().any(|class| code.starts_with(class)))
        }
        error => matches!(error, sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_)),
    }
}
