//! Deletes old final transfers, and remembers up to which minute.

use jiff_sqlx::Timestamp as SqlTimestamp;
use pix::Timestamp;
use sqlx::PgPool;
use std::time::Duration;

/// Transfers that one statement deletes, at the most.
const DELETED_MAX: i64 = 1000;

/// Every deleted transfer has an id of an earlier minute.
pub async fn forgotten_before(pool: &PgPool) -> Result<Timestamp, sqlx::Error> {
    let before = sqlx::query_scalar!(
        r#"select minted_before as "minted_before: SqlTimestamp" from forgotten_transfers"#
    );
    Ok(before.fetch_one(pool).await?.to_jiff())
}

/// Deletes some of those that are final, and whose end and id are older than `kept`; how many. The minute moves in the
/// same transaction: whoever does not find a transfer any more, and reads the minute after that, finds it moved.
///
/// Ids begin with their bank and minute, so the oldest of a bank are the beginning of its range in the primary key.
pub async fn forget(pool: &PgPool, kept: Duration) -> Result<u64, sqlx::Error> {
    let deleted = sqlx::query!(
        "with forgotten as (
             update forgotten_transfers set minted_before = greatest(minted_before,
                 date_trunc('minute', clock_timestamp() - make_interval(secs => $1)))
             returning minted_before
         )
         delete from transfers where end_to_end_id in (
             select oldest.end_to_end_id from forgotten, participants, lateral (
                 select end_to_end_id from transfers
                 where end_to_end_id >= 'E' || ispb
                 and end_to_end_id < 'E' || ispb || to_char(minted_before at time zone 'UTC', 'YYYYMMDDHH24MI')
                 and coalesce(completed_at, refunded_at) < minted_before
                 order by end_to_end_id limit $2
             ) as oldest limit $2
         )",
        kept.as_secs_f64(),
        DELETED_MAX,
    );
    Ok(deleted.execute(pool).await?.rows_affected())
}
