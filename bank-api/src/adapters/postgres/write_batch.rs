//! Writes what was admitted, as long as it is true what that was judged by: one statement for all tables.

use super::{
    account_rows::AccountRow,
    charge_rows::{NextCharge, next_charges},
    posting_rows::PostingRow,
    transfer_rows::TransferRow,
};
use crate::{
    application::{Admission, Change, Grounds, Present},
    domain::Transfer,
};
use engine::CommitError;
use outbox::postgres::{QuestionColumns, commit_error};
use sqlx::PgExecutor;
use uuid::Uuid;

/// What of a batch goes into which table.
struct BatchRows {
    new: Vec<TransferRow>,
    /// Next states, each with the version that it follows.
    bases: Vec<i64>,
    old: Vec<TransferRow>,
    /// Accounts as they were, and as they are to be.
    before: Vec<AccountRow>,
    after: Vec<AccountRow>,
    postings: Vec<PostingRow>,
    questions: QuestionColumns,
}

/// What orders were decided on, column by column.
#[derive(Default)]
struct GroundsColumns {
    tokens: Vec<Vec<u8>>,
    payers: Vec<i64>,
    keys: Vec<String>,
    entries: Vec<Option<Uuid>>,
}

impl GroundsColumns {
    fn new(changes: &[Change]) -> Self {
        let mut columns = Self::default();
        for Grounds { session: (token, payer), key } in
            changes.iter().filter_map(|change| change.grounds.as_ref())
        {
            columns.tokens.push(token.to_vec());
            columns.payers.push(payer.0);
            columns.keys.extend(key.iter().map(|(key, _)| key.clone()));
            columns.entries.extend(key.iter().map(|(_, entry)| *entry));
        }
        columns
    }
}

impl BatchRows {
    fn new(admission: &Admission<'_>, present: &Present) -> Self {
        let version = |next: &Transfer| present.versions.get(&(next.id, next.side)).copied();
        let all = admission.transfers.values().copied();
        let (old, new): (Vec<&Transfer>, Vec<_>) = all.partition(|next| version(next).is_some());
        let accounts = admission.accounts.iter();
        let before =
            accounts.clone().filter_map(|(id, _)| Some(AccountRow::new(*id, present.accounts.get(id)?)));
        let postings = admission.postings.iter();
        let asked = admission.questions.iter().map(|(id, question)| (id.as_str(), question));
        Self {
            bases: old.iter().copied().filter_map(version).collect(),
            new: new.into_iter().map(TransferRow::from).collect(),
            old: old.into_iter().map(TransferRow::from).collect(),
            before: before.collect(),
            after: accounts.map(|(id, standing)| AccountRow::new(*id, standing)).collect(),
            postings: postings.map(|(posting, after)| PostingRow::new(posting, *after)).collect(),
            questions: QuestionColumns::new(asked),
        }
    }
}

/// Writes transfers, accounts, postings and open questions: one statement, each table once.
///
/// Posting ids are drawn once the accounts are written, and so under their locks, in order of decision.
///
/// # Errors
/// [`CommitError::Conflict`] when a transfer or an account that is written is not as in `present` any more, a new transfer
/// is there already, or the grounds of a change do not stand; then nothing is written.
pub async fn write(
    connection: impl PgExecutor<'_>,
    admission: &Admission<'_>,
    (present, changes): (&Present, &[Change]),
) -> Result<(), CommitError> {
    let grounds = GroundsColumns::new(changes);
    let (charge_bases, charges) = next_charges(admission, (present, changes));
    let BatchRows { new, bases, old, before, after, postings, questions } =
        BatchRows::new(admission, present);
    let written = sqlx::query_scalar!(
        r#"with inserted as (
            insert into transfers (end_to_end_id, side, account_id, status, amount_cents, key, description, entry_id,
                inside, other_ispb, other_bank, other_branch, other_account, other_name, other_tax_id, reason,
                idempotency_key, idempotency_hash, pending_at, confirmed_at, completed_at, rejected_at, version,
                txid, instrument)
            select * from unnest($1::transfer_row[])
            on conflict do nothing returning 1
        ), updated as (
            update transfers set status = next.status, reason = next.reason, confirmed_at = next.confirmed_at,
                completed_at = next.completed_at, rejected_at = next.rejected_at, version = next.version,
                other_ispb = next.other_ispb, other_bank = next.other_bank, other_branch = next.other_branch,
                other_account = next.other_account, other_name = next.other_name,
                other_tax_id = next.other_tax_id, updated_at = clock_timestamp()
            from unnest($2::bigint[], $3::transfer_row[]) as next (base)
            where transfers.end_to_end_id = next.end_to_end_id and transfers.side = next.side
                and transfers.version = next.base
            returning 1
        ), standing as (
            update accounts set balance_cents = next.balance_cents, pin_failures = next.pin_failures,
                pin_locked_until = next.pin_locked_until
            from unnest($4::account_row[], $5::account_row[])
                as next (id, balance_cents, open, pin_failures, pin_locked_until,
                    same_id, had_cents, was_open, had_failures, was_locked_until)
            where accounts.id = next.id and accounts.balance_cents = next.had_cents and accounts.open = next.was_open
                and accounts.pin_failures = next.had_failures
                and accounts.pin_locked_until is not distinct from next.was_locked_until
            returning 1
        ), posted as (
            insert into postings (end_to_end_id, kind, debit, credit, amount_cents, balance_after_cents)
            select end_to_end_id, kind, debit, credit, amount_cents, balance_after_cents
            from unnest($6::posting_row[]) with ordinality
            where (select count(*) from standing) = cardinality($4) order by ordinality
        ), asked as (
            insert into open_questions (end_to_end_id, message_id, topic, message_key, kind, payload)
            select * from unnest($7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::bytea[])
            on conflict (end_to_end_id) do update
            set message_id = excluded.message_id, topic = excluded.topic, message_key = excluded.message_key,
                kind = excluded.kind, payload = excluded.payload, asked_at = clock_timestamp(),
                silent_asks = 0, heard_asks = 0
        ), closed as (
            delete from open_questions where end_to_end_id = any($13)
        ), charged as (
            update charges set version = next.version, paid_by = coalesce(next.paid_by, charges.paid_by),
                paid_at = coalesce(next.paid_at, charges.paid_at)
            from unnest($18::bigint[], $19::charge_row[]) as next (base) cross join lateral (
                select ctid as place from charges as found
                where found.account_id = next.account_id and found.txid = next.txid and found.version = next.base limit 1
            ) as found
            where charges.ctid = found.place
            returning 1
        )
        select require_as_read(
            (select count(*) from inserted) = cardinality($1) and (select count(*) from updated) = cardinality($3)
            and (select count(*) from standing) = cardinality($4)
            and (select count(*) from charged) = cardinality($18)
            and (select count(*) from unnest($14::bytea[], $15::bigint[]) as grounds (token, payer) cross join lateral (
                select from sessions where token_hash = token and account_id = payer and expires_at > clock_timestamp()
                limit 1
            ) as live) = cardinality($14)
            and not exists (
                select from unnest($16::text[], $17::uuid[]) as grounds (word, entry) where entry is distinct from
                (select entry_id from pix_keys where key = word and status = 'active')
            )) as "whole!""#,
        new as Vec<TransferRow>,
        &bases,
        old as Vec<TransferRow>,
        after as Vec<AccountRow>,
        before as Vec<AccountRow>,
        postings as Vec<PostingRow>,
        &questions.asked,
        &questions.message_id,
        &questions.topic,
        &questions.message_key,
        &questions.kind,
        &questions.payload,
        &questions.closed,
        &grounds.tokens,
        &grounds.payers,
        &grounds.keys,
        &grounds.entries as &[Option<Uuid>],
        &charge_bases,
        charges as Vec<NextCharge>,
    );
    written.fetch_one(connection).await.map_err(commit_error).map(drop)
}
