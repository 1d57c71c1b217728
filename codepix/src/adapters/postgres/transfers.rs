//! Transfers as rows.

use super::{
    retention, returns,
    transfer_rows::{Row, status_name},
    write_batch::write_batch,
};
use crate::{
    application::{HeldReturn, LOOKED_AT_MAX, TransferChange, TransferList, TransferPage, TransferStore},
    domain::Transfer,
};
use async_trait::async_trait;
use engine::{CommitError, Outcome, Unavailable};
use jiff_sqlx::Timestamp as SqlTimestamp;
use outbox::postgres::{commit_error, unavailable};
use pix::{EndToEndId, Timestamp};
use sqlx::PgPool;
use std::time::Duration;

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
                      txid, instrument, returned_cents, destination, payee_name, payee_tax_id_masked, reason, version,
                      registered_at as "registered_at: SqlTimestamp", confirmed_at as "confirmed_at: SqlTimestamp",
                      completed_at as "completed_at: SqlTimestamp", rejected_at as "rejected_at: SqlTimestamp",
                      refunded_at as "refunded_at: SqlTimestamp"
               from transfers where end_to_end_id = any($1)"#,
            &texts(ids),
        );
        rows.fetch_all(&self.0).await.map_err(unavailable)?.into_iter().map(Row::transfer).collect()
    }

    async fn commit(&self, changes: &[TransferChange]) -> Result<Vec<Outcome>, CommitError> {
        match changes.iter().any(|change| change.returns.is_some()) {
            true => returns::write_batch(&self.0, changes).await,
            false => write_batch(&self.0, changes).await.map_err(commit_error),
        }
    }

    async fn held(&self, originals: &[EndToEndId]) -> Result<Vec<HeldReturn>, Unavailable> {
        returns::held(&self.0, originals).await
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
                      txid, instrument, returned_cents, destination, payee_name, payee_tax_id_masked, reason, version,
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
