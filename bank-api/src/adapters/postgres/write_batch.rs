//! Writes what was admitted, as long as it is true what that was judged by: one statement for all tables.

use super::transfer_rows::Columns;
use crate::{
    application::{Admission, Present},
    domain::{Ledger, PostingKind, Transfer},
};
use engine::CommitError;
use jiff_sqlx::ToSqlx as _;
use outbox::postgres::{QuestionColumns, commit_error};
use sqlx::PgExecutor;

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

/// Writes transfers, accounts, postings and open questions: one statement, each table once.
///
/// Posting ids are drawn once the accounts are written, and so under their locks, in order of decision.
///
/// # Errors
/// [`CommitError::Conflict`] when a transfer or an account that is written is not as in `present` any more, or a new
/// transfer is there already; then nothing is written.
pub async fn write(
    connection: impl PgExecutor<'_>,
    admission: &Admission<'_>,
    present: &Present,
) -> Result<(), CommitError> {
    let version = |next: &Transfer| present.versions.get(&(next.id, next.side)).copied();
    let all = admission.transfers.values().copied();
    let (old, new): (Vec<&Transfer>, Vec<_>) = all.partition(|next| version(next).is_some());
    let bases: Vec<_> = old.iter().copied().filter_map(version).collect();
    let (new, old) = (Columns::new(&new), Columns::new(&old));
    let accounts: Vec<_> = admission.accounts.iter().collect();
    let before: Vec<_> = accounts.iter().filter_map(|(id, _)| present.accounts.get(id)).collect();
    let postings = &admission.postings;
    let questions =
        QuestionColumns::new(admission.questions.iter().map(|(id, question)| (id.as_str(), question)));
    let written = sqlx::query_scalar!(
        r#"with inserted as (
            insert into transfers (end_to_end_id, side, account_id, status, amount_cents, key, description, entry_id,
                inside, other_ispb, other_bank, other_branch, other_account, other_name, other_tax_id, reason,
                idempotency_key, idempotency_hash, pending_at, confirmed_at, completed_at, rejected_at, version)
            select * from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::bigint[], $6::text[], $7::text[],
                $8::uuid[], $9::boolean[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[],
                $15::text[], $16::text[], $17::text[], $18::bytea[], $19::timestamptz[], $20::timestamptz[],
                $21::timestamptz[], $22::timestamptz[], $23::bigint[])
            on conflict do nothing returning 1
        ), updated as (
            update transfers set status = next.status, reason = next.reason, confirmed_at = next.confirmed_at,
                completed_at = next.completed_at, rejected_at = next.rejected_at, version = next.version,
                other_ispb = next.other_ispb, other_bank = next.other_bank, other_branch = next.other_branch,
                other_account = next.other_account, other_name = next.other_name,
                other_tax_id = next.other_tax_id, updated_at = clock_timestamp()
            from unnest($24::text[], $25::text[], $26::text[], $27::text[], $28::timestamptz[], $29::timestamptz[],
                $30::timestamptz[], $31::bigint[], $32::text[], $33::text[], $34::text[], $35::text[], $36::text[],
                $37::text[], $55::bigint[])
                as next (id, side, status, reason, confirmed_at, completed_at, rejected_at, version, other_ispb,
                    other_bank, other_branch, other_account, other_name, other_tax_id, base)
            where transfers.end_to_end_id = next.id and transfers.side = next.side and transfers.version = next.base
            returning 1
        ), standing as (
            update accounts set balance_cents = next.balance_cents, pin_failures = next.pin_failures,
                pin_locked_until = next.pin_locked_until
            from unnest($38::bigint[], $39::bigint[], $40::smallint[], $41::timestamptz[], $56::bigint[],
                $57::boolean[], $58::smallint[], $59::timestamptz[])
                as next (id, balance_cents, pin_failures, pin_locked_until, had_cents, was_open, had_failures,
                    was_locked_until)
            where accounts.id = next.id and accounts.balance_cents = next.had_cents and accounts.open = next.was_open
                and accounts.pin_failures = next.had_failures
                and accounts.pin_locked_until is not distinct from next.was_locked_until
            returning 1
        ), posted as (
            insert into postings (end_to_end_id, kind, debit, credit, amount_cents, balance_after_cents)
            select e, k, d, c, a, b
            from unnest($42::text[], $43::text[], $44::bigint[], $45::bigint[], $46::bigint[], $47::bigint[])
                with ordinality as rows (e, k, d, c, a, b, place)
            where (select count(*) from standing) = cardinality($38) order by place
        ), asked as (
            insert into open_questions (end_to_end_id, message_id, topic, message_key, kind, payload)
            select * from unnest($48::text[], $49::text[], $50::text[], $51::text[], $52::text[], $53::bytea[])
            on conflict (end_to_end_id) do update
            set message_id = excluded.message_id, topic = excluded.topic, message_key = excluded.message_key,
                kind = excluded.kind, payload = excluded.payload, asked_at = clock_timestamp(),
                silent_asks = 0, heard_asks = 0
        ), closed as (
            delete from open_questions where end_to_end_id = any($54)
        )
        select require_as_read(
            (select count(*) from inserted) = cardinality($1) and (select count(*) from updated) = cardinality($24)
            and (select count(*) from standing) = cardinality($38)) as "whole!""#,
        &new.id,
        &new.side,
        &new.account_id as &[Option<i64>],
        &new.status,
        &new.amount_cents,
        &new.key,
        &new.description,
        &new.entry_id as &[Option<uuid::Uuid>],
        &new.inside,
        &new.other_ispb as &[Option<String>],
        &new.other_bank as &[Option<String>],
        &new.other_branch as &[Option<String>],
        &new.other_account as &[Option<String>],
        &new.other_name as &[Option<String>],
        &new.other_tax_id as &[Option<String>],
        &new.reason as &[Option<String>],
        &new.idempotency_key as &[Option<String>],
        &new.idempotency_hash as &[Option<Vec<u8>>],
        new.pending_at as _,
        new.confirmed_at as _,
        new.completed_at as _,
        new.rejected_at as _,
        &new.version,
        &old.id,
        &old.side,
        &old.status,
        &old.reason as &[Option<String>],
        old.confirmed_at as _,
        old.completed_at as _,
        old.rejected_at as _,
        &old.version,
        &old.other_ispb as &[Option<String>],
        &old.other_bank as &[Option<String>],
        &old.other_branch as &[Option<String>],
        &old.other_account as &[Option<String>],
        &old.other_name as &[Option<String>],
        &old.other_tax_id as &[Option<String>],
        &accounts.iter().map(|(id, _)| id.0).collect::<Vec<_>>(),
        &accounts.iter().map(|(_, standing)| standing.balance.get()).collect::<Vec<_>>(),
        &accounts.iter().map(|(_, standing)| standing.pin.failures).collect::<Vec<_>>(),
        accounts.iter().map(|(_, s)| s.pin.locked_until.map(|at| at.to_sqlx())).collect::<Vec<_>>() as _,
        &postings.iter().map(|(p, _)| p.transfer.map(|id| id.to_string())).collect::<Vec<_>>()
            as &[Option<String>],
        &postings.iter().map(|(posting, _)| kind_name(posting.kind).to_owned()).collect::<Vec<_>>(),
        &postings.iter().map(|(posting, _)| ledger_number(posting.debit)).collect::<Vec<_>>(),
        &postings.iter().map(|(posting, _)| ledger_number(posting.credit)).collect::<Vec<_>>(),
        &postings.iter().map(|(posting, _)| posting.amount.get()).collect::<Vec<_>>(),
        &postings.iter().map(|(_, after)| after.map(|cents| cents.get())).collect::<Vec<_>>()
            as &[Option<i64>],
        &questions.asked,
        &questions.message_id,
        &questions.topic,
        &questions.message_key,
        &questions.kind,
        &questions.payload,
        &questions.closed,
        &bases,
        &before.iter().map(|standing| standing.balance.get()).collect::<Vec<_>>(),
        &before.iter().map(|standing| standing.open).collect::<Vec<_>>(),
        &before.iter().map(|standing| standing.pin.failures).collect::<Vec<_>>(),
        before.iter().map(|s| s.pin.locked_until.map(|at| at.to_sqlx())).collect::<Vec<_>>() as _,
    );
    written.fetch_one(connection).await.map_err(commit_error).map(drop)
}
