//! A batch of changes, with their open questions, in one statement and so in one transaction.

use super::transfer_rows::Columns;
use crate::{application::TransferChange, domain::Transfer};
use engine::Outcome;
use outbox::{Question, postgres::QuestionColumns};
use pix::EndToEndId;
use sqlx::PgExecutor;
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

/// Writes the changes that are not stale; one outcome each, in order.
pub async fn write_batch(
    connection: impl PgExecutor<'_>,
    changes: &[TransferChange],
) -> Result<Vec<Outcome>, sqlx::Error> {
    let chains = chains(changes);
    let columns = Columns::new(chains.values().map(|chain| (chain.base, chain.last)));
    let questions = QuestionColumns::new(chains.iter().map(|(id, chain)| (id.as_str(), chain.question)));
    let entries: Vec<_> = chains.values().map(|chain| chain.entry).collect();
    let written: HashSet<_> = write(connection, &columns, &entries, &questions).await?.into_iter().collect();
    let outcome = |id, place| match chains.get(&id) {
        Some(chain) if chain.places.contains(&place) && written.contains(id.as_str()) => Outcome::Committed,
        Some(_) | None => Outcome::Stale,
    };
    Ok(changes.iter().enumerate().map(|(place, change)| outcome(change.next.id, place)).collect())
}

/// The changes of one transfer in a batch: one statement may touch a row once.
struct Chain<'a> {
    /// The version that has to stand in the row; 0 where there may be none.
    base: i64,
    last: &'a Transfer,
    question: &'a Question,
    /// The registration that has to stand in the directory.
    entry: Option<Uuid>,
    /// Which changes of the batch these are.
    places: Vec<usize>,
}

/// In id order, so that inserts stay on the right of the index, and two instances do not wait for each other.
fn chains(changes: &[TransferChange]) -> BTreeMap<EndToEndId, Chain<'_>> {
    let mut chains = BTreeMap::new();
    for (place, TransferChange { next, question, entry, .. }) in changes.iter().enumerate() {
        let (base, question_kept) = (next.version - 1, &Question::Keep);
        let first = || Chain { base, last: next, question: question_kept, entry: *entry, places: Vec::new() };
        let chain = chains.entry(next.id).or_insert_with(first);
        if chain.places.is_empty() || chain.last.version + 1 == next.version {
            chain.last = next;
            chain.places.push(place);
            if *question != Question::Keep {
                chain.question = question;
            }
        }
    }
    chains
}

/// Inserts and updates what is not stale, with its open questions; the ids of what was written.
///
/// What is `in (…) is true` is looked up in a hash of what was written. Without `is true` it would be a join, and these
/// connections join row by row: each row of a batch with each.
async fn write(
    connection: impl PgExecutor<'_>,
    columns: &Columns,
    entries: &[Option<Uuid>],
    questions: &QuestionColumns,
) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"with next as materialized (
            select * from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[],
                $8::text[], $9::text[], $10::timestamptz[], $11::timestamptz[], $12::bigint[], $13::timestamptz[],
                $14::timestamptz[], $15::timestamptz[], $16::text[], $17::text[], $18::bigint[], $26::uuid[], $27::text[],
                $28::text[], $29::bigint[])
                as next (id, status, amount_cents, key, description, payer_branch, payer_account, destination, reason,
                    registered_at, rejected_at, version, confirmed_at, completed_at, refunded_at, payee_name,
                    payee_tax_id_masked, base, entry_id, txid, instrument, returned_cents)
        ), inserted as (
            insert into transfers (end_to_end_id, status, amount_cents, key, description, payer_branch, payer_account,
                destination, reason, registered_at, rejected_at, version, confirmed_at, completed_at, refunded_at,
                payee_name, payee_tax_id_masked, txid, instrument, returned_cents)
            select id, status, amount_cents, key, description, payer_branch, payer_account, destination, reason,
                registered_at, rejected_at, version, confirmed_at, completed_at, refunded_at, payee_name,
                payee_tax_id_masked, txid, instrument, returned_cents from next where base = 0 and (entry_id is null or exists (
                    select from keys where keys.key = next.key and keys.entry_id = next.entry_id
                )) on conflict do nothing returning end_to_end_id
        ), updated as (
            update transfers set status = next.status, reason = next.reason, version = next.version,
                confirmed_at = next.confirmed_at, completed_at = next.completed_at, rejected_at = next.rejected_at,
                refunded_at = next.refunded_at, payee_name = next.payee_name,
                payee_tax_id_masked = next.payee_tax_id_masked, returned_cents = next.returned_cents
            from next where transfers.end_to_end_id = next.id and transfers.version = next.base and next.base > 0
            returning end_to_end_id
        ), written as (
            select end_to_end_id from inserted union all select end_to_end_id from updated
        ), asked as (
            insert into open_questions (end_to_end_id, message_id, topic, message_key, kind, payload)
            select q.* from unnest($19::text[], $20::text[], $21::text[], $22::text[], $23::text[], $24::bytea[])
                as q (id, message_id, topic, message_key, kind, payload)
            where (q.id in (select end_to_end_id from written)) is true
            on conflict (end_to_end_id) do update
            set message_id = excluded.message_id, topic = excluded.topic, message_key = excluded.message_key,
                kind = excluded.kind, payload = excluded.payload, asked_at = clock_timestamp(),
                silent_asks = 0, heard_asks = 0
        ), closed as (
            delete from open_questions where end_to_end_id = any($25)
            and (end_to_end_id in (select end_to_end_id from written)) is true
        )
        select end_to_end_id as "id!" from written"#,
        &columns.id,
        &columns.status,
        &columns.amount_cents,
        &columns.key,
        &columns.description,
        &columns.payer_branch,
        &columns.payer_account,
        &columns.destination as &[Option<String>],
        &columns.reason as &[Option<String>],
        columns.registered_at as _,
        columns.rejected_at as _,
        &columns.version,
        columns.confirmed_at as _,
        columns.completed_at as _,
        columns.refunded_at as _,
        &columns.payee_name as &[Option<String>],
        &columns.payee_tax_id_masked as &[Option<String>],
        &columns.base,
        &questions.asked,
        &questions.message_id,
        &questions.topic,
        &questions.message_key,
        &questions.kind,
        &questions.payload,
        &questions.closed,
        entries as &[Option<Uuid>],
        &columns.txid as &[Option<String>],
        &columns.instrument,
        &columns.returned_cents,
    )
    .fetch_all(connection)
    .await
}
