//! A statement: an account's postings, newest first, each with its transfer.
//!
//! They are asked for by pairs of customer and id, as the index has them; see `changes`.

use super::{
    posting_rows::kind,
    returns,
    transfer_rows::{TransferRow, select_transfers},
};
use crate::{
    application::{IdempotencyKey, Movement, Statement, StatementPage, Statements},
    domain::{AccountId, PostingKind, Side, Transfer},
};
use async_trait::async_trait;
use engine::Unavailable;
use jiff_sqlx::Timestamp as SqlTimestamp;
use outbox::postgres::unavailable;
use pix::{Cents, EndToEndId, ReturnReason};
use sqlx::PgPool;
use std::collections::HashMap;

/// Postings that one page looks at, at the most: where nearly all come in, those that go out are far apart, and no index
/// is worth its writes for them.
const LOOKED_AT_MAX: i64 = 10_000;

/// The table `postings`, and the transfers behind it.
pub struct PostgresStatements(pub PgPool);

#[async_trait]
impl Statements for PostgresStatements {
    async fn page(&self, account: AccountId, asked: StatementPage) -> Result<Statement, Unavailable> {
        page(&self.0, account, asked).await
    }

    async fn transfer(&self, account: AccountId, id: EndToEndId) -> Result<Option<Transfer>, Unavailable> {
        let rows = select_transfers!(
            "from transfers where end_to_end_id = $1 and account_id = $2 order by side desc limit 1",
            id.as_str(),
            account.0,
        );
        let row = rows.fetch_optional(&self.0).await.map_err(unavailable)?;
        row.map(TransferRow::transfer).transpose()
    }

    async fn sent(&self, id: EndToEndId) -> Result<Option<Transfer>, Unavailable> {
        let rows = select_transfers!("from transfers where end_to_end_id = $1 and side = 'out'", id.as_str());
        let row = rows.fetch_optional(&self.0).await.map_err(unavailable)?;
        row.map(TransferRow::transfer).transpose()
    }

    async fn returns(
        &self,
        account: AccountId,
        original: EndToEndId,
    ) -> Result<Vec<(Transfer, ReturnReason)>, Unavailable> {
        returns::of(&self.0, account, original).await
    }

    async fn received(&self, account: AccountId, id: EndToEndId) -> Result<Option<Transfer>, Unavailable> {
        let rows = select_transfers!(
            "from transfers where end_to_end_id = $1 and account_id = $2 and side = 'in'",
            id.as_str(),
            account.0,
        );
        let row = rows.fetch_optional(&self.0).await.map_err(unavailable)?;
        row.map(TransferRow::transfer).transpose()
    }

    async fn ordered(
        &self,
        account: AccountId,
        key: &IdempotencyKey,
    ) -> Result<Option<Transfer>, Unavailable> {
        let rows = select_transfers!(
            "from transfers where account_id = $1 and idempotency_key = $2",
            account.0,
            key.as_str(),
        );
        let row = rows.fetch_optional(&self.0).await.map_err(unavailable)?;
        row.map(TransferRow::transfer).transpose()
    }

    async fn forget_requests(&self, days: i32, limit: i64) -> Result<i64, Unavailable> {
        let looked_at = sqlx::query_scalar!(
            r#"with place as (
                   select up_to_posting from forgotten_requests for update
               ), next as materialized (
                   select id, end_to_end_id, kind, at from postings
                   where id > (select up_to_posting from place) order by id limit $2
               ), old as (
                   -- Up to the first that is not.
                   select * from next where id < coalesce(
                       (select min(id) from next where at >= clock_timestamp() - make_interval(days => $1)), id + 1)
               ), forgotten as (
                   update transfers set idempotency_key = null, idempotency_hash = null from old
                   where transfers.end_to_end_id = old.end_to_end_id and side = 'out' and kind = 'sent'
                       and status <> 'pending'
               ), moved as (
                   update forgotten_requests set up_to_posting = (select max(id) from old) where exists (select from old)
               )
               select count(*) as "looked_at!" from old"#,
            days,
            limit,
        );
        looked_at.fetch_one(&self.0).await.map_err(unavailable)
    }
}

async fn page(pool: &PgPool, account: AccountId, page: StatementPage) -> Result<Statement, Unavailable> {
    let before = page.before.unwrap_or(i64::MAX);
    // One more than asked tells whether there is another page.
    let mut postings = sqlx::query!(
        r#"select id, end_to_end_id, kind, debit, amount_cents, balance_after_cents as "balance_after_cents!",
                  at as "at: SqlTimestamp"
           from (
               select * from postings
               where customer is not null and (customer, id) < ($1, $2) and (customer, id) > ($1, 0)
               order by customer desc, id desc limit $5
           ) as latest
           where $3::boolean is null or (debit = $1) = $3
           order by customer desc, id desc limit $4"#,
        account.0,
        before,
        page.side.map(|side| side == Side::Out),
        page.limit + 1,
        LOOKED_AT_MAX,
    )
    .fetch_all(pool)
    .await
    .map_err(unavailable)?;
    let limit = usize::try_from(page.limit).unwrap_or_default();
    let next = if postings.len() > limit {
        postings.truncate(limit);
        postings.last().map(|last| last.id)
    } else if page.side.is_some() {
        last_looked_at(pool, account, before).await.map_err(unavailable)?
    } else {
        None
    };
    let ids: Vec<_> = postings.iter().filter_map(|posting| posting.end_to_end_id.clone()).collect();
    let rows = select_transfers!(
        "from transfers where account_id = $1 and end_to_end_id = any($2)",
        account.0,
        &ids,
    );
    let mut transfers = HashMap::new();
    for row in rows.fetch_all(pool).await.map_err(unavailable)? {
        let transfer = row.transfer()?;
        transfers.insert((transfer.id.to_string(), transfer.side), transfer);
    }
    let movements = postings.into_iter().map(|posting| {
        let kind = kind(&posting.kind)?;
        let side = if kind == PostingKind::Received { Side::In } else { Side::Out };
        let sign = if posting.debit == account.0 { -1 } else { 1 };
        Some(Movement {
            number: posting.id,
            at: posting.at.to_jiff(),
            kind,
            amount: Cents::new(sign * posting.amount_cents),
            balance_after: Cents::new(posting.balance_after_cents),
            transfer: posting.end_to_end_id.and_then(|id| transfers.get(&(id, side)).cloned()),
        })
    });
    let movements = movements.collect::<Option<_>>();
    let movements = movements.ok_or_else(|| Unavailable("a posting cannot be read".into()))?;
    Ok(Statement { movements, next })
}

/// Where the search for one direction ended, if not at the account's first posting.
async fn last_looked_at(pool: &PgPool, account: AccountId, before: i64) -> Result<Option<i64>, sqlx::Error> {
    let last = sqlx::query_scalar!(
        "select id from postings
         where customer is not null and (customer, id) < ($1, $2) and (customer, id) > ($1, 0)
         order by customer desc, id desc offset $3::bigint - 1 limit 1",
        account.0,
        before,
        LOOKED_AT_MAX,
    );
    last.fetch_optional(pool).await
}
