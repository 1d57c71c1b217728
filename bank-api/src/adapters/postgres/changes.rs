//! What changed for an account, found by its movements and by its open transfers; no index of its own is needed for it.
//!
//! Movements are asked for by pairs of customer and id, as the index has them. Asked for by `customer = …`, those of an
//! account that once had half of all would be looked for among everybody's, however long it has been quiet.

use super::transfer_rows::{TransferRow, select_transfers};
use crate::{
    application::{AccountView, CHANGES_MAX, ChangeStore, Changes, Open, Place, Seen},
    domain::{AccountId, Transfer},
};
use async_trait::async_trait;
use engine::Unavailable;
use jiff_sqlx::{Timestamp as SqlTimestamp, ToSqlx as _};
use outbox::postgres::unavailable;
use pix::{Cents, EndToEndId, TaxId, Timestamp};
use sqlx::PgPool;
use std::collections::HashMap;

/// What an account's movements and transfers say of changes.
pub struct PostgresChanges(pub PgPool);

#[async_trait]
impl ChangeStore for PostgresChanges {
    async fn seen(&self, account: AccountId, place: Option<Place>) -> Result<Seen, Unavailable> {
        // The movements first: what is sent meanwhile has a later one.
        let last = last_movement(&self.0, account).await.map_err(unavailable)?;
        let open = match place {
            None => open_now(&self.0, account).await,
            Some(Place { open_since: Some(since), .. }) => open_then(&self.0, account, since).await,
            Some(Place { open_since: None, .. }) => Ok(HashMap::new()),
        };
        let movement = place.map_or(last, |place| place.movement.min(last));
        Ok(Seen { movement, open: open.map_err(unavailable)? })
    }

    async fn changes(&self, account: AccountId, seen: &Seen) -> Result<Changes, Unavailable> {
        changes(&self.0, account, seen).await
    }
}

async fn last_movement(pool: &PgPool, account: AccountId) -> Result<i64, sqlx::Error> {
    let last = sqlx::query_scalar!(
        "select id from postings
         where customer is not null and (customer, id) > ($1, 0) and (customer, id) < ($1 + 1, 0)
         order by customer desc, id desc limit 1",
        account.0,
    );
    Ok(last.fetch_optional(pool).await?.unwrap_or_default())
}

fn opened(id: &str, version: i64, pending_at: SqlTimestamp) -> Option<(EndToEndId, Open)> {
    Some((id.parse().ok()?, Open { version, pending_at: pending_at.to_jiff() }))
}

/// The account's open transfers. The planner begins with what is less: the bank's open questions or all that the account
/// ever sent.
async fn open_now(pool: &PgPool, account: AccountId) -> Result<HashMap<EndToEndId, Open>, sqlx::Error> {
    let open = sqlx::query!(
        r#"select end_to_end_id, version, pending_at as "pending_at: SqlTimestamp"
           from transfers join open_questions using (end_to_end_id)
           where account_id = $1 and idempotency_key is not null and status = 'pending'"#,
        account.0,
    );
    let open = open.fetch_all(pool).await?.into_iter();
    Ok(open.filter_map(|row| opened(&row.end_to_end_id, row.version, row.pending_at)).collect())
}

/// The account's transfers that may have been open in the eyes of somebody whose oldest open one was sent at `since`. One
/// that is settled counts as told up to the version before. Goes through all that the account ever sent, but only when
/// somebody comes back who had left a payment open.
async fn open_then(
    pool: &PgPool,
    account: AccountId,
    since: Timestamp,
) -> Result<HashMap<EndToEndId, Open>, sqlx::Error> {
    let open = sqlx::query!(
        r#"select end_to_end_id, case when status = 'pending' then version else version - 1 end as "version!",
                  pending_at as "pending_at: SqlTimestamp"
           from transfers where account_id = $1 and idempotency_key is not null and pending_at >= $2"#,
        account.0,
        since.to_sqlx() as SqlTimestamp,
    );
    let open = open.fetch_all(pool).await?.into_iter();
    Ok(open.filter_map(|row| opened(&row.end_to_end_id, row.version, row.pending_at)).collect())
}

/// The account now, and what changed since `seen`.
async fn changes(pool: &PgPool, account: AccountId, seen: &Seen) -> Result<Changes, Unavailable> {
    // The balance is read first: what is committed meanwhile is told by the next look.
    let now = sqlx::query!(
        r#"select clock_timestamp() as "now!: SqlTimestamp", balance_cents, open, name, tax_id, email
           from accounts join holders on account_id = id where id = $1"#,
        account.0,
    );
    let now = now.fetch_one(pool).await.map_err(unavailable)?;
    let tax_id = TaxId::parse(&now.tax_id)
        .map_err(|_| Unavailable(format!("the row of account {account} cannot be read")))?;
    let moved = sqlx::query!(
        "select id, end_to_end_id from postings
         where customer is not null and (customer, id) > ($1, $2) and (customer, id) < ($1 + 1, 0)
         order by customer, id limit $3",
        account.0,
        seen.movement,
        CHANGES_MAX as i64,
    );
    let moved = moved.fetch_all(pool).await.map_err(unavailable)?;
    let mut versions: HashMap<_, _> =
        seen.open.iter().map(|(id, open)| (id.to_string(), open.version)).collect();
    versions.extend(moved.iter().filter_map(|posting| Some((posting.end_to_end_id.clone()?, 0))));
    let balance = Cents::new(now.balance_cents);
    Ok(Changes {
        view: AccountView { id: account, name: now.name, tax_id, email: now.email, balance, open: now.open },
        transfers: above(pool, account, versions).await?,
        movement: moved.last().map_or(seen.movement, |last| last.id),
        more: moved.len() == CHANGES_MAX,
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
    let rows = select_transfers!(
        "from transfers join unnest($2::text[], $3::bigint[]) as told (e, v) on end_to_end_id = told.e
           where account_id = $1 and version > told.v
           order by updated_at, end_to_end_id",
        account.0,
        &ids,
        &versions,
    );
    let rows = rows.fetch_all(pool).await.map_err(unavailable)?;
    rows.into_iter().map(TransferRow::transfer).collect()
}
