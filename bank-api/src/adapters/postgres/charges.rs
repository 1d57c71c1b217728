//! The charges in PostgreSQL: one statement a call.

use super::{
    charge_rows::ChargeRow,
    transfer_rows::{TransferRow, select_transfers},
};
use crate::{
    application::{ChargePage, ChargeWithPayments, Charges, NewCharge, PAYMENTS_MAX, Written},
    domain::{AccountId, Charge, ChargeStatus},
};
use async_trait::async_trait;
use engine::Unavailable;
use jiff_sqlx::{Timestamp as SqlTimestamp, ToSqlx as _};
use outbox::postgres::unavailable;
use pix::{Cents, Timestamp, Txid};
use sqlx::PgPool;

/// The table `charges`.
#[derive(Clone)]
pub struct PostgresCharges(pub PgPool);

/// Reads charges: the columns of [`ChargeRow`] in a statement that is checked when it is compiled.
macro_rules! select_charges {
    ($from:tt $(, $argument:expr)* $(,)?) => {
        sqlx::query_as!(
            $crate::adapters::postgres::charge_rows::ChargeRow,
            r#"select account_id as "account_id!", txid as "txid!", key as "key!", amount_cents, description as "description!",
                label as "label!", token, created_at as "created_at!: jiff_sqlx::Timestamp",
                expires_at as "expires_at: jiff_sqlx::Timestamp", removed_at as "removed_at: jiff_sqlx::Timestamp",
                paid_by, paid_at as "paid_at: jiff_sqlx::Timestamp", version as "version!" "# + $from
            $(, $argument)*
        )
    };
}
pub(super) use select_charges;

impl PostgresCharges {
    async fn one(&self, account: AccountId, txid: &Txid) -> Result<Option<Charge>, Unavailable> {
        let row =
            select_charges!("from charges where account_id = $1 and txid = $2", account.0, txid.as_str());
        row.fetch_optional(&self.0).await.map_err(unavailable)?.map(ChargeRow::charge).transpose()
    }

    async fn of_request(&self, new: &NewCharge) -> Result<Option<Written>, Unavailable> {
        let (account, request) = (new.charge.account.0, &new.idempotency);
        let row = sqlx::query!(
            "select txid, idempotency_hash from charges where account_id = $1 and idempotency_key = $2",
            account,
            request.key,
        );
        let Some(earlier) = row.fetch_optional(&self.0).await.map_err(unavailable)? else { return Ok(None) };
        if earlier.idempotency_hash != request.hash {
            return Ok(Some(Written::KeyReused));
        }
        let txid = earlier.txid.parse().map_err(|_| Unavailable("a charge's name cannot be read".into()))?;
        let earlier = self.one(new.charge.account, &txid).await?;
        Ok(earlier.map(|charge| Written::Before(Box::new(charge))))
    }
}

#[async_trait]
impl Charges for PostgresCharges {
    async fn write(&self, new: &NewCharge) -> Result<Written, Unavailable> {
        let NewCharge { charge, idempotency } = new;
        // The lock meets the one of whoever closes the account or gives up the key.
        let written = sqlx::query!(
            "insert into charges (account_id, txid, key, amount_cents, description, label, token, created_at, expires_at,
                idempotency_key, idempotency_hash, version)
             select account.id, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1
             from (select id from accounts where id = $1 and open for share) as account
             cross join (
                 select from pix_keys where key = $3 and account_id = $1 and status = 'active' for share
             ) as active
             on conflict do nothing",
            charge.account.0,
            charge.txid.as_str(),
            charge.key.as_str(),
            charge.amount.map(Cents::get),
            charge.description,
            charge.label,
            charge.token,
            charge.created_at.to_sqlx() as SqlTimestamp,
            charge.expires_at.map(|at| at.to_sqlx()) as Option<SqlTimestamp>,
            idempotency.key,
            &idempotency.hash[..],
        );
        if written.execute(&self.0).await.map_err(unavailable)?.rows_affected() > 0 {
            return Ok(Written::Now);
        }
        Ok(self.of_request(new).await?.unwrap_or(Written::NotPayable))
    }

    async fn find(&self, account: AccountId, txid: &Txid) -> Result<Option<ChargeWithPayments>, Unavailable> {
        let Some(charge) = self.one(account, txid).await? else { return Ok(None) };
        let rows = select_transfers!(
            "from transfers where account_id = $1 and txid = $2 and side = 'in' and status = 'completed'
             order by completed_at, end_to_end_id limit $3",
            account.0,
            txid.as_str(),
            PAYMENTS_MAX as i64,
        );
        let rows = rows.fetch_all(&self.0).await.map_err(unavailable)?;
        let payments = rows.into_iter().map(TransferRow::transfer).collect::<Result<_, _>>()?;
        Ok(Some(ChargeWithPayments { charge, payments }))
    }

    async fn by_token(&self, token: &str) -> Result<Option<Charge>, Unavailable> {
        let row = select_charges!("from charges where token = $1", token);
        row.fetch_optional(&self.0).await.map_err(unavailable)?.map(ChargeRow::charge).transpose()
    }

    async fn page(&self, account: AccountId, page: ChargePage<'_>) -> Result<Vec<Charge>, Unavailable> {
        let rows = select_charges!(
            "from charges where account_id = $1 and created_at > timestamptz 'epoch'
                and ($2::text is null or $2 = case
                    when paid_by is not null then 'paid' when removed_at is not null then 'removed'
                    when expires_at <= $3 then 'expired' else 'open' end)
                and ($4::text is null or (created_at, txid) < (
                    select created_at, txid from charges where account_id = $1 and txid = $4))
             order by created_at desc, txid desc limit $5",
            account.0,
            page.status.map(ChargeStatus::as_str),
            page.now.to_sqlx() as SqlTimestamp,
            page.after.map(Txid::as_str),
            page.limit,
        );
        let rows = rows.fetch_all(&self.0).await.map_err(unavailable)?;
        rows.into_iter().map(ChargeRow::charge).collect()
    }

    async fn remove(
        &self,
        account: AccountId,
        txid: &Txid,
        now: Timestamp,
    ) -> Result<Option<Charge>, Unavailable> {
        let removed = sqlx::query!(
            "update charges set removed_at = $3, version = version + 1
             where account_id = $1 and txid = $2 and paid_by is null and removed_at is null",
            account.0,
            txid.as_str(),
            now.to_sqlx() as SqlTimestamp,
        );
        removed.execute(&self.0).await.map_err(unavailable)?;
        self.one(account, txid).await
    }
}
