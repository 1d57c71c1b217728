//! Transfers as rows: a batch, its open questions included, is one statement.

use super::{
    retention,
    transfer_rows::{Columns, Row, status_name},
};
use crate::{
    application::{LOOKED_AT_MAX, TransferChange, TransferList, TransferPage, TransferStore},
    domain::Transfer,
};
use async_trait::async_trait;
use engine::{CommitError, Outcome, Unavailable};
use jiff_sqlx::Timestamp as SqlTimestamp;
use outbox::{
    Question,
    postgres::{QuestionColumns, commit_error, unavailable},
};
use pix::{EndToEndId, Timestamp};
use sqlx::PgPool;
use std::{
    collections::{BTreeMap, HashSet},
    time::Duration,
};

/// Registered transfers.
pub struct PostgresTransfers(pub PgPool);

fn texts(ids: &[EndToEndId]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

#[async_trait]
impl TransferStore for PostgresTransfers {
    async fn load(&self, ids: &[EndToEndId]) -> Result<Vec<Transfer>, Unavailable> {
        let rows = sqlx::query_as!(
            Row,
            r#"select end_to_end_id, status, amount_cents, key, description, payer_branch, payer_account,
                      destination, payee_name, payee_tax_id_masked, reason, version,
                      registered_at as "registered_at: SqlTimestamp", confirmed_at as "confirmed_at: SqlTimestamp",
                      completed_at as "completed_at: SqlTimestamp", rejected_at as "rejected_at: SqlTimestamp",
                      refunded_at as "refunded_at: SqlTimestamp"
               from transfers where end_to_end_id = any($1)"#,
            &texts(ids),
        );
        rows.fetch_all(&self.0).await.map_err(unavailable)?.into_iter().map(Row::transfer).collect()
    }

    async fn commit(&self, changes: &[TransferChange]) -> Result<Vec<Outcome>, CommitError> {
        let chains = chains(changes);
        let committed = write(&self.0, &chains).await.map_err(commit_error)?;
        let outcome = |id, place| match chains.get(&id) {
            Some(chain) if chain.places.contains(&place) && committed.contains(id.as_str()) => {
                Outcome::Committed
            }
            Some(_) | None => Outcome::Stale,
        };
        Ok(changes.iter().enumerate().map(|(place, change)| outcome(change.next.id, place)).collect())
    }

    async fn list(&self, page: &TransferPage) -> Result<TransferList, Unavailable> {
        // Ids begin with their bank, so one bank's transfers are a range of the primary key.
        let origin = page.origin.map_or_else(|| "E".to_owned(), |ispb| format!("E{ispb}"));
        let end = format!("{origin}~");
        // A cursor beyond the range would show what other banks sent.
        let before = page.before.map_or_else(|| end.clone(), |id| id.to_string().min(end.clone()));
        let last = if page.statuses.is_empty() { None } else { self.last(&origin, &before).await? };
        let statuses: Vec<_> = page.statuses.iter().map(|status| status_name(*status).to_owned()).collect();
        let rows = sqlx::query_as!(
            Row,
            r#"select end_to_end_id, status, amount_cents, key, description, payer_branch, payer_account,
                      destination, payee_name, payee_tax_id_masked, reason, version,
                      registered_at as "registered_at: SqlTimestamp", confirmed_at as "confirmed_at: SqlTimestamp",
                      completed_at as "completed_at: SqlTimestamp", rejected_at as "rejected_at: SqlTimestamp",
                      refunded_at as "refunded_at: SqlTimestamp"
               from transfers
               where end_to_end_id >= $1 and end_to_end_id < $2 and ($3::text[] = '{}' or status = any($3))
               order by end_to_end_id desc limit $4"#,
            last.as_ref().map_or(origin.as_str(), EndToEndId::as_str),
            before,
            &statuses,
            page.limit + 1,
        );
        let rows = rows.fetch_all(&self.0).await.map_err(unavailable)?;
        let found = rows.into_iter().map(Row::transfer).collect::<Result<_, _>>()?;
        Ok(TransferList::new(found, page.limit, last))
    }

    async fn forgotten_before(&self) -> Result<Timestamp, Unavailable> {
        retention::forgotten_before(&self.0).await.map_err(unavailable)
    }

    async fn forget(&self, kept: Duration) -> Result<u64, Unavailable> {
        retention::forget(&self.0, kept).await.map_err(unavailable)
    }
}

impl PostgresTransfers {
    /// The last transfer that is looked at for a page; None when fewer are left. There is no index by status, since
    /// every step of every transfer would have to update it: a page of one status is a scan, of so many rows at the most.
    async fn last(&self, origin: &str, before: &str) -> Result<Option<EndToEndId>, Unavailable> {
        let last = sqlx::query_scalar!(
            "select end_to_end_id from transfers where end_to_end_id >= $1 and end_to_end_id < $2
             order by end_to_end_id desc offset $3 limit 1",
            origin,
            before,
            LOOKED_AT_MAX - 1,
        );
        let last = last.fetch_optional(&self.0).await.map_err(unavailable)?;
        let read = |id: String| id.parse().map_err(|_| Unavailable(format!("the id {id} cannot be read")));
        last.map(read).transpose()
    }
}

/// The changes of one transfer in a batch: one statement may touch a row once.
struct Chain<'a> {
    /// The version that has to stand in the row; 0 where there may be none.
    base: i64,
    last: &'a Transfer,
    question: &'a Question,
    /// Which changes of the batch these are.
    places: Vec<usize>,
}

/// In id order, so that inserts stay on the right of the index, and two instances do not wait for each other.
fn chains(changes: &[TransferChange]) -> BTreeMap<EndToEndId, Chain<'_>> {
    let mut chains = BTreeMap::new();
    for (place, TransferChange { next, question }) in changes.iter().enumerate() {
        let first =
            || Chain { base: next.version - 1, last: next, question: &Question::Keep, places: Vec::new() };
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

/// Inserts and updates what is not stale, with its open questions: one statement, and so one transaction. The ids of
/// what was written.
async fn write(
    pool: &PgPool,
    chains: &BTreeMap<EndToEndId, Chain<'_>>,
) -> Result<HashSet<String>, sqlx::Error> {
    let columns = Columns::new(&chains.values().map(|chain| chain.last).collect::<Vec<_>>());
    let bases: Vec<_> = chains.values().map(|chain| chain.base).collect();
    let questions = QuestionColumns::new(chains.iter().map(|(id, chain)| (id.as_str(), chain.question)));
    let written = sqlx::query_scalar!(
        r#"with next as materialized (
            select * from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[],
                $8::text[], $9::text[], $10::timestamptz[], $11::timestamptz[], $12::bigint[], $13::timestamptz[],
                $14::timestamptz[], $15::timestamptz[], $16::text[], $17::text[], $18::bigint[])
                as next (id, status, amount_cents, key, description, payer_branch, payer_account, destination, reason,
                    registered_at, rejected_at, version, confirmed_at, completed_at, refunded_at, payee_name,
                    payee_tax_id_masked, base)
        ), inserted as (
            insert into transfers (end_to_end_id, status, amount_cents, key, description, payer_branch, payer_account,
                destination, reason, registered_at, rejected_at, version, confirmed_at, completed_at, refunded_at,
                payee_name, payee_tax_id_masked)
            select id, status, amount_cents, key, description, payer_branch, payer_account, destination, reason,
                registered_at, rejected_at, version, confirmed_at, completed_at, refunded_at, payee_name,
                payee_tax_id_masked
            from next where base = 0
            on conflict do nothing returning end_to_end_id
        ), updated as (
            update transfers set status = next.status, reason = next.reason, version = next.version,
                confirmed_at = next.confirmed_at, completed_at = next.completed_at, rejected_at = next.rejected_at,
                refunded_at = next.refunded_at, payee_name = next.payee_name,
                payee_tax_id_masked = next.payee_tax_id_masked
            from next
            where transfers.end_to_end_id = next.id and transfers.version = next.base and next.base > 0
            returning end_to_end_id
        ), written as (
            select end_to_end_id from inserted union all select end_to_end_id from updated
        ), asked as (
            insert into open_questions (end_to_end_id, message_id, topic, message_key, kind, payload)
            select q.* from unnest($19::text[], $20::text[], $21::text[], $22::text[], $23::text[], $24::bytea[])
                as q (id, message_id, topic, message_key, kind, payload)
            where q.id in (select end_to_end_id from written)
            on conflict (end_to_end_id) do update
            set message_id = excluded.message_id, topic = excluded.topic, message_key = excluded.message_key,
                kind = excluded.kind, payload = excluded.payload, asked_at = clock_timestamp(),
                silent_asks = 0, heard_asks = 0
        ), closed as (
            delete from open_questions where end_to_end_id = any($25)
            and end_to_end_id in (select end_to_end_id from written)
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
        &bases,
        &questions.asked,
        &questions.message_id,
        &questions.topic,
        &questions.message_key,
        &questions.kind,
        &questions.payload,
        &questions.closed,
    );
    Ok(written.fetch_all(pool).await?.into_iter().collect())
}
