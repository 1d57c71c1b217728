//! Writes what was admitted: one statement a table.

use super::transfer_rows::Columns;
use crate::{
    application::Admission,
    domain::{Ledger, PostingKind, Side, Transfer},
};
use jiff_sqlx::ToSqlx as _;
use messaging::{CommitError, postgres::commit_error};
use pix::EndToEndId;
use sqlx::PgConnection;
use std::collections::HashMap;

/// The number of an account of the books.
fn ledger_number(ledger: Ledger) -> i64 {
    match ledger {
        Ledger::InFlight => 1,
        Ledger::Settlement => 2,
        Ledger::Treasury => 3,
        Ledger::Customer(id) => id.0,
    }
}

fn kind_name(kind: PostingKind) -> &'static str {
    match kind {
        PostingKind::Opening => "opening",
        PostingKind::Sent => "sent",
        PostingKind::Received => "received",
        PostingKind::Refund => "refund",
        PostingKind::Settled => "settled",
    }
}

/// The posting kind of a name.
pub fn kind(name: &str) -> Option<PostingKind> {
    use PostingKind::{Opening, Received, Refund, Sent, Settled};
    [Opening, Sent, Received, Refund, Settled].into_iter().find(|kind| kind_name(*kind) == name)
}

/// Inserts the sides that are not among `before`, updates the others.
pub async fn transfers(
    connection: &mut PgConnection,
    admission: &Admission<'_>,
    before: &HashMap<(EndToEndId, Side), i64>,
) -> Result<(), CommitError> {
    let all = admission.transfers.values().copied();
    let (old, new): (Vec<&Transfer>, Vec<_>) =
        all.partition(|next| before.contains_key(&(next.id, next.side)));
    if insert(connection, &new).await.map_err(commit_error)? < new.len() as u64 {
        return Err(CommitError::Conflict("another instance took the same request or transfer".into()));
    }
    update(connection, &old).await.map_err(commit_error)
}

async fn insert(connection: &mut PgConnection, transfers: &[&Transfer]) -> Result<u64, sqlx::Error> {
    if transfers.is_empty() {
        return Ok(0);
    }
    let columns = Columns::new(transfers);
    let inserted = sqlx::query!(
        "insert into transfers (end_to_end_id, side, account_id, status, amount_cents, key, description, entry_id,
             inside, other_ispb, other_bank, other_branch, other_account, other_name, other_tax_id, reason,
             idempotency_key, idempotency_hash, pending_at, confirmed_at, completed_at, rejected_at, version)
         select * from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::bigint[], $6::text[], $7::text[],
             $8::uuid[], $9::boolean[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[],
             $16::text[], $17::text[], $18::bytea[], $19::timestamptz[], $20::timestamptz[], $21::timestamptz[],
             $22::timestamptz[], $23::bigint[])
         on conflict do nothing",
        &columns.id,
        &columns.side,
        &columns.account_id as &[Option<i64>],
        &columns.status,
        &columns.amount_cents,
        &columns.key,
        &columns.description,
        &columns.entry_id as &[Option<uuid::Uuid>],
        &columns.inside,
        &columns.other_ispb as &[Option<String>],
        &columns.other_bank as &[Option<String>],
        &columns.other_branch as &[Option<String>],
        &columns.other_account as &[Option<String>],
        &columns.other_name as &[Option<String>],
        &columns.other_tax_id as &[Option<String>],
        &columns.reason as &[Option<String>],
        &columns.idempotency_key as &[Option<String>],
        &columns.idempotency_hash as &[Option<Vec<u8>>],
        columns.pending_at as _,
        columns.confirmed_at as _,
        columns.completed_at as _,
        columns.rejected_at as _,
        &columns.version,
    );
    Ok(inserted.execute(connection).await?.rows_affected())
}

async fn update(connection: &mut PgConnection, transfers: &[&Transfer]) -> Result<(), sqlx::Error> {
    if transfers.is_empty() {
        return Ok(());
    }
    let columns = Columns::new(transfers);
    sqlx::query!(
        "update transfers set status = next.status, reason = next.reason, confirmed_at = next.confirmed_at,
             completed_at = next.completed_at, rejected_at = next.rejected_at, version = next.version,
             other_ispb = next.other_ispb, other_bank = next.other_bank, other_branch = next.other_branch,
             other_account = next.other_account, other_name = next.other_name, other_tax_id = next.other_tax_id,
             updated_at = clock_timestamp()
         from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[],
             $7::timestamptz[], $8::bigint[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[],
             $14::text[])
             as next (id, side, status, reason, confirmed_at, completed_at, rejected_at, version, other_ispb,
                 other_bank, other_branch, other_account, other_name, other_tax_id)
         where transfers.end_to_end_id = next.id and transfers.side = next.side",
        &columns.id,
        &columns.side,
        &columns.status,
        &columns.reason as &[Option<String>],
        columns.confirmed_at as _,
        columns.completed_at as _,
        columns.rejected_at as _,
        &columns.version,
        &columns.other_ispb as &[Option<String>],
        &columns.other_bank as &[Option<String>],
        &columns.other_branch as &[Option<String>],
        &columns.other_account as &[Option<String>],
        &columns.other_name as &[Option<String>],
        &columns.other_tax_id as &[Option<String>],
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Writes the new standing of accounts; they are locked.
pub async fn accounts(connection: &mut PgConnection, admission: &Admission<'_>) -> Result<(), sqlx::Error> {
    if admission.accounts.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = admission.accounts.iter().collect();
    sqlx::query!(
        "update accounts set balance_cents = next.balance_cents, pin_failures = next.pin_failures,
             pin_locked_until = next.pin_locked_until
         from unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::timestamptz[])
             as next (id, balance_cents, pin_failures, pin_locked_until)
         where accounts.id = next.id",
        &rows.iter().map(|(id, _)| id.0).collect::<Vec<_>>(),
        &rows.iter().map(|(_, standing)| standing.balance.get()).collect::<Vec<_>>(),
        &rows.iter().map(|(_, standing)| standing.pin.failures).collect::<Vec<_>>(),
        rows.iter().map(|(_, s)| s.pin.locked_until.map(|at| at.to_sqlx())).collect::<Vec<_>>() as _,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Writes postings in order of decision; their ids are drawn now, under the accounts' locks.
pub async fn postings(connection: &mut PgConnection, admission: &Admission<'_>) -> Result<(), sqlx::Error> {
    if admission.postings.is_empty() {
        return Ok(());
    }
    let rows = &admission.postings;
    let ids: Vec<_> = rows.iter().map(|(posting, _)| posting.transfer.map(|id| id.to_string())).collect();
    sqlx::query!(
        "insert into postings (end_to_end_id, kind, debit, credit, amount_cents, balance_after_cents)
         select e, k, d, c, a, b
         from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])
             with ordinality as rows (e, k, d, c, a, b, place) order by place",
        &ids as &[Option<String>],
        &rows.iter().map(|(posting, _)| kind_name(posting.kind).to_owned()).collect::<Vec<_>>(),
        &rows.iter().map(|(posting, _)| ledger_number(posting.debit)).collect::<Vec<_>>(),
        &rows.iter().map(|(posting, _)| ledger_number(posting.credit)).collect::<Vec<_>>(),
        &rows.iter().map(|(posting, _)| posting.amount.get()).collect::<Vec<_>>(),
        &rows.iter().map(|(_, after)| after.map(|cents| cents.get())).collect::<Vec<_>>() as &[Option<i64>],
    )
    .execute(connection)
    .await?;
    Ok(())
}
