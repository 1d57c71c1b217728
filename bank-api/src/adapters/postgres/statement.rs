//! A statement: an account's postings, newest first, each with its transfer.

use super::{transfer_rows, write_batch::kind};
use crate::{
    application::{Movement, StatementPage},
    domain::{AccountId, PostingKind, Side},
};
use jiff_sqlx::Timestamp as SqlTimestamp;
use messaging::{Unavailable, postgres::unavailable};
use pix::Cents;
use sqlx::PgPool;
use std::collections::HashMap;

/// One page.
pub async fn page(
    pool: &PgPool,
    account: AccountId,
    page: StatementPage,
) -> Result<Vec<Movement>, Unavailable> {
    let postings = sqlx::query!(
        r#"select id, end_to_end_id, kind, debit, amount_cents, balance_after_cents as "balance_after_cents!",
                  at as "at: SqlTimestamp"
           from postings
           where customer = $1 and id < $2 and ($3::boolean is null or (debit = $1) = $3)
           order by id desc limit $4"#,
        account.0,
        page.before.unwrap_or(i64::MAX),
        page.side.map(|side| side == Side::Out),
        page.limit,
    );
    let postings = postings.fetch_all(pool).await.map_err(unavailable)?;
    let ids: Vec<_> = postings.iter().filter_map(|posting| posting.end_to_end_id.clone()).collect();
    let rows = sqlx::query_as!(
        transfer_rows::Row,
        r#"select end_to_end_id, side, account_id, status, amount_cents, key, description, entry_id, inside,
                  other_ispb, other_bank, other_branch, other_account, other_name, other_tax_id, reason,
                  idempotency_key, idempotency_hash, version,
                  pending_at as "pending_at: SqlTimestamp", confirmed_at as "confirmed_at: SqlTimestamp",
                  completed_at as "completed_at: SqlTimestamp", rejected_at as "rejected_at: SqlTimestamp"
           from transfers where account_id = $1 and end_to_end_id = any($2)"#,
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
    movements.collect::<Option<_>>().ok_or_else(|| Unavailable("a posting cannot be read".into()))
}
