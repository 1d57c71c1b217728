//! Transfers as rows: a batch is one lock, one insert, one update, and its open questions, in one transaction.

use super::transfer_rows::{Columns, Row, status_name};
use crate::{
    application::{TransferChange, TransferPage, TransferStore},
    domain::Transfer,
};
use async_trait::async_trait;
use jiff_sqlx::Timestamp as SqlTimestamp;
use messaging::{
    CommitError, Outcome, Unavailable,
    postgres::{commit_error, unavailable, write_questions},
};
use pix::EndToEndId;
use sqlx::{PgConnection, PgPool};
use std::collections::HashMap;

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
        let mut transaction = self.0.begin().await.map_err(commit_error)?;
        let ids: Vec<_> = changes.iter().map(|change| change.next.id).collect();
        let before = lock(&mut transaction, &ids).await.map_err(commit_error)?;
        let (outcomes, last) = admit(changes, before.clone());
        let (old, new): (Vec<_>, Vec<_>) = last.into_values().partition(|next| before.contains_key(&next.id));
        if insert(&mut transaction, &new).await.map_err(commit_error)? < new.len() as u64 {
            return Err(CommitError::Conflict("another instance registered the same transfer".into()));
        }
        update(&mut transaction, &old).await.map_err(commit_error)?;
        let committed = changes.iter().zip(&outcomes).filter(|(_, outcome)| **outcome == Outcome::Committed);
        let questions = committed.map(|(change, _)| (change.next.id.as_str(), &change.question));
        write_questions(&mut transaction, questions).await.map_err(commit_error)?;
        transaction.commit().await.map_err(commit_error)?;
        Ok(outcomes)
    }

    async fn list(&self, page: &TransferPage) -> Result<Vec<Transfer>, Unavailable> {
        // Ids begin with their bank, so one bank's transfers are a range of the primary key.
        let origin = page.origin.map_or_else(|| "E".to_owned(), |ispb| format!("E{ispb}"));
        let before = page.before.map_or_else(|| format!("{origin}~"), |id| id.to_string());
        let rows = sqlx::query_as!(
            Row,
            r#"select end_to_end_id, status, amount_cents, key, description, payer_branch, payer_account,
                      destination, payee_name, payee_tax_id_masked, reason, version,
                      registered_at as "registered_at: SqlTimestamp", confirmed_at as "confirmed_at: SqlTimestamp",
                      completed_at as "completed_at: SqlTimestamp", rejected_at as "rejected_at: SqlTimestamp",
                      refunded_at as "refunded_at: SqlTimestamp"
               from transfers
               where end_to_end_id >= $1 and end_to_end_id < $2 and ($3::text is null or status = $3)
               order by end_to_end_id desc limit $4"#,
            origin,
            before,
            page.status.map(status_name),
            page.limit,
        );
        rows.fetch_all(&self.0).await.map_err(unavailable)?.into_iter().map(Row::transfer).collect()
    }
}

/// Sorts out the stale, and keeps the last state of each transfer: one statement may touch a row once.
fn admit(
    changes: &[TransferChange],
    mut versions: HashMap<EndToEndId, i64>,
) -> (Vec<Outcome>, HashMap<EndToEndId, &Transfer>) {
    let mut last = HashMap::new();
    let outcomes = changes.iter().map(|TransferChange { next, .. }| {
        let version = versions.entry(next.id).or_insert(0);
        if *version + 1 != next.version {
            return Outcome::Stale;
        }
        *version = next.version;
        last.insert(next.id, next);
        Outcome::Committed
    });
    (outcomes.collect(), last)
}

async fn lock(
    connection: &mut PgConnection,
    ids: &[EndToEndId],
) -> Result<HashMap<EndToEndId, i64>, sqlx::Error> {
    // In id order, so that two instances cannot wait for each other.
    let rows = sqlx::query!(
        "select end_to_end_id, version from transfers where end_to_end_id = any($1)
         order by end_to_end_id for no key update",
        &texts(ids),
    );
    let rows = rows.fetch_all(connection).await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.end_to_end_id.parse().ok()?, row.version))).collect())
}

async fn insert(connection: &mut PgConnection, transfers: &[&Transfer]) -> Result<u64, sqlx::Error> {
    if transfers.is_empty() {
        return Ok(0);
    }
    let columns = Columns::new(transfers);
    let inserted = sqlx::query!(
        "insert into transfers (end_to_end_id, status, amount_cents, key, description, payer_branch, payer_account,
             destination, reason, registered_at, rejected_at, version, confirmed_at, completed_at, refunded_at,
             payee_name, payee_tax_id_masked)
         select * from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[],
             $8::text[], $9::text[], $10::timestamptz[], $11::timestamptz[], $12::bigint[], $13::timestamptz[],
             $14::timestamptz[], $15::timestamptz[], $16::text[], $17::text[])
         on conflict do nothing",
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
    );
    Ok(inserted.execute(connection).await?.rows_affected())
}

async fn update(connection: &mut PgConnection, transfers: &[&Transfer]) -> Result<(), sqlx::Error> {
    if transfers.is_empty() {
        return Ok(());
    }
    let columns = Columns::new(transfers);
    sqlx::query!(
        "update transfers set status = next.status, reason = next.reason, version = next.version,
             confirmed_at = next.confirmed_at, completed_at = next.completed_at, rejected_at = next.rejected_at,
             refunded_at = next.refunded_at, payee_name = next.payee_name,
             payee_tax_id_masked = next.payee_tax_id_masked
         from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::timestamptz[], $6::timestamptz[],
             $7::timestamptz[], $8::timestamptz[], $9::text[], $10::text[])
             as next (id, status, reason, version, confirmed_at, completed_at, rejected_at, refunded_at, payee_name,
                 payee_tax_id_masked)
         where transfers.end_to_end_id = next.id",
        &columns.id,
        &columns.status,
        &columns.reason as &[Option<String>],
        &columns.version,
        columns.confirmed_at as _,
        columns.completed_at as _,
        columns.rejected_at as _,
        columns.refunded_at as _,
        &columns.payee_name as &[Option<String>],
        &columns.payee_tax_id_masked as &[Option<String>],
    )
    .execute(connection)
    .await?;
    Ok(())
}
