//! All databases at one instant. They are of one server, whose `pg_current_snapshot()` names which transactions have ended,
//! whatever their database: where each names the same, all show the same moment.

use futures::future::try_join_all;
use sqlx::PgConnection;
use std::time::Duration;
use tokio::time::sleep;

/// Under load somebody commits between two snapshots more often than not.
const TRIES: u32 = 40;
const PAUSE: Duration = Duration::from_millis(1);

/// Shows all databases as they are now, until they are thawed; false where no moment could be caught.
pub async fn freeze(all: &mut [PgConnection]) -> sqlx::Result<bool> {
    for _ in 0..TRIES {
        try_join_all(all.iter_mut().map(begin)).await?;
        let names: Vec<String> = try_join_all(all.iter_mut().map(name)).await?;
        if names.windows(2).all(|two| two[0] == two[1]) {
            return Ok(true);
        }
        thaw(all).await?;
        sleep(PAUSE).await;
    }
    Ok(false)
}

/// Lets go of the moment: a server must keep everything that it shows.
pub async fn thaw(all: &mut [PgConnection]) -> sqlx::Result<()> {
    try_join_all(all.iter_mut().map(async |one| sqlx::raw_sql("rollback").execute(one).await)).await.map(drop)
}

async fn begin(one: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::raw_sql("begin isolation level repeatable read, read only").execute(one).await.map(drop)
}

async fn name(one: &mut PgConnection) -> sqlx::Result<String> {
    sqlx::query_scalar("select pg_current_snapshot()::text").fetch_one(one).await
}
