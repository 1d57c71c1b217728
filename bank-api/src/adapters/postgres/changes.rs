//! What changed for an account, found by its movements and by its open transfers; no index of its own is needed for it.
//!
//! Movements are asked for by pairs of customer and id, as the index has them. Asked for by `customer = …`, those of an
//! account that once had half of all would be looked for among everybody's, however long it has been quiet.

use super::transfer_rows;
use crate::{
    application::{Changes, Told},
    domain::{AccountId, Transfer},
};
use jiff_sqlx::{Timestamp as SqlTimestamp, ToSqlx as _};
use messaging::{Unavailable, postgres::unavailable};
use pix::{Cents, Timestamp};
use sqlx::PgPool;
use std::collections::HashMap;

/// Movements of one look.
const MOVEMENTS_MAX: i64 = 500;

/// Where somebody stands who knows all that had changed by `since`, or by now.
pub async fn told(pool: &PgPool, account: AccountId, since: Option<Timestamp>) -> Result<Told, Unavailable> {
    // The movements first: what is sent meanwhile has a later one.
    let movement = last_movement(pool, account, since).await.map_err(unavailable)?;
    let rows = match since {
        Some(since) => open_then(pool, account, since).await,
        None => open_now(pool, account).await,
    };
    let open =
        rows.map_err(unavailable)?.into_iter().filter_map(|(id, version)| Some((id.parse().ok()?, version)));
    Ok(Told { movement, open: open.collect() })
}

/// The number of the account's last movement by `since`, by halving: numbers and times of one account's movements rise
/// together. However long ago it is and however much has moved, it takes some thirty steps down the index.
async fn last_movement(
    pool: &PgPool,
    account: AccountId,
    since: Option<Timestamp>,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"with recursive search (low, high) as (
               select 0::bigint, 1 + coalesce((
                   select id from postings
                   where customer is not null and (customer, id) > ($1, 0) and (customer, id) < ($1 + 1, 0)
                   order by customer desc, id desc limit 1
               ), 0)
               union all
               select case when probe.at <= coalesce($2::timestamptz, 'infinity') then probe.id else low end,
                      case when probe.at <= coalesce($2::timestamptz, 'infinity') then high else (low + high) / 2 end
               from search left join lateral (
                   select id, at from postings
                   where customer is not null
                     and (customer, id) >= ($1, (low + high) / 2) and (customer, id) < ($1, high)
                   order by customer, id limit 1
               ) as probe on true
               where high - low > 1
           )
           select low as "low!" from search order by high - low limit 1"#,
        account.0,
        since.map(|since| since.to_sqlx()) as Option<SqlTimestamp>,
    )
    .fetch_one(pool)
    .await
}

/// The account's open transfers, each with its version. The planner begins with what is less: the bank's open questions
/// or all that the account ever sent.
async fn open_now(pool: &PgPool, account: AccountId) -> Result<Vec<(String, i64)>, sqlx::Error> {
    let open = sqlx::query!(
        "select end_to_end_id, version from transfers join open_questions using (end_to_end_id)
         where account_id = $1 and idempotency_key is not null and status = 'pending'",
        account.0,
    );
    open.map(|row| (row.end_to_end_id, row.version)).fetch_all(pool).await
}

/// The account's transfers that were open at `since`. One that is not open any more counts as told up to the version
/// before. Goes through all that the account ever sent, but only when somebody comes back.
async fn open_then(
    pool: &PgPool,
    account: AccountId,
    since: Timestamp,
) -> Result<Vec<(String, i64)>, sqlx::Error> {
    // What was sent later is found by its movement. The minute is for the difference between the bank's clock, which
    // `pending_at` is by, and the database's.
    let open = sqlx::query!(
        r#"select end_to_end_id, case when updated_at > $2 then version - 1 else version end as "version!"
           from transfers
           where account_id = $1 and idempotency_key is not null and (status = 'pending' or updated_at > $2)
             and pending_at < $2 + interval '1 minute'"#,
        account.0,
        since.to_sqlx() as SqlTimestamp,
    );
    open.map(|row| (row.end_to_end_id, row.version)).fetch_all(pool).await
}

/// The account now, and what changed since `told`.
pub async fn changes(pool: &PgPool, account: AccountId, told: &Told) -> Result<Changes, Unavailable> {
    // The time is read first: what is committed meanwhile is told twice rather than never.
    let now = sqlx::query!(
        r#"select clock_timestamp() as "now!: SqlTimestamp", balance_cents from accounts where id = $1"#,
        account.0,
    );
    let now = now.fetch_one(pool).await.map_err(unavailable)?;
    let moved = sqlx::query!(
        "select id, end_to_end_id from postings
         where customer is not null and (customer, id) > ($1, $2) and (customer, id) < ($1 + 1, 0)
         order by customer, id limit $3",
        account.0,
        told.movement,
        MOVEMENTS_MAX,
    );
    let moved = moved.fetch_all(pool).await.map_err(unavailable)?;
    let mut versions: HashMap<_, _> =
        told.open.iter().map(|(id, version)| (id.to_string(), *version)).collect();
    versions.extend(moved.iter().filter_map(|posting| Some((posting.end_to_end_id.clone()?, 0))));
    Ok(Changes {
        balance: Cents::new(now.balance_cents),
        transfers: above(pool, account, versions).await?,
        movement: moved.last().map_or(told.movement, |last| last.id),
        more: i64::try_from(moved.len()).is_ok_and(|length| length == MOVEMENTS_MAX),
        as_of: now.now.to_jiff(),
    })
}

/// The account's sides of these transfers, as far as they are above these versions, the latest change last.
async fn above(
    pool: &PgPool,
    account: AccountId,
    versions: HashMap<String, i64>,
) -> Result<Vec<Transfer>, Unavailable> {
    if versions.is_empty() {
        return Ok(Vec::new());
    }
    let (ids, versions): (Vec<_>, Vec<_>) = versions.into_iter().unzip();
    let rows = sqlx::query_as!(
        transfer_rows::Row,
        r#"select end_to_end_id, side, account_id, status, amount_cents, key, description, entry_id, inside,
                  other_ispb, other_bank, other_branch, other_account, other_name, other_tax_id, reason,
                  idempotency_key, idempotency_hash, version,
                  pending_at as "pending_at: SqlTimestamp", confirmed_at as "confirmed_at: SqlTimestamp",
                  completed_at as "completed_at: SqlTimestamp", rejected_at as "rejected_at: SqlTimestamp"
           from transfers join unnest($2::text[], $3::bigint[]) as told (e, v) on end_to_end_id = told.e
           where account_id = $1 and version > told.v
           order by updated_at, end_to_end_id"#,
        account.0,
        &ids,
        &versions,
    );
    let rows = rows.fetch_all(pool).await.map_err(unavailable)?;
    rows.into_iter().map(transfer_rows::Row::transfer).collect()
}
