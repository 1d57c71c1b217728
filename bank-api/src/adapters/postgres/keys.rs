//! The bank's memory of keys in PostgreSQL: one statement a call.

use crate::{
    application::{Intent, KeyStore},
    domain::{AccountId, HeldKey, KeyStatus},
};
use async_trait::async_trait;
use engine::Unavailable;
use jiff_sqlx::{Timestamp as SqlTimestamp, ToSqlx as _};
use outbox::postgres::unavailable;
use pix::{KeyKind, PixKey};
use sqlx::PgPool;
use std::time::Duration;
use uuid::Uuid;

/// The table `pix_keys`.
#[derive(Clone)]
pub struct PostgresKeys(pub PgPool);

struct Row {
    entry_id: Uuid,
    account_id: i64,
    kind: String,
    key: Option<String>,
    status: String,
    created_at: SqlTimestamp,
}

impl Row {
    fn held(self) -> Result<HeldKey, Unavailable> {
        let broken = || Unavailable(format!("the row of key {} cannot be read", self.entry_id));
        let kind: KeyKind = self.kind.parse().map_err(|_| broken())?;
        let status = KeyStatus::ALL.into_iter().find(|status| status.as_str() == self.status);
        let key = self.key.as_deref().map(|key| PixKey::parse(kind, key)).transpose();
        Ok(HeldKey {
            entry_id: self.entry_id,
            account: AccountId(self.account_id),
            kind,
            key: key.map_err(|_| broken())?,
            status: status.ok_or_else(broken)?,
            created_at: self.created_at.to_jiff(),
        })
    }
}

fn all(rows: Result<Vec<Row>, sqlx::Error>) -> Result<Vec<HeldKey>, Unavailable> {
    rows.map_err(unavailable)?.into_iter().map(Row::held).collect()
}

fn one(row: Result<Option<Row>, sqlx::Error>) -> Result<Option<HeldKey>, Unavailable> {
    row.map_err(unavailable)?.map(Row::held).transpose()
}

#[async_trait]
impl KeyStore for PostgresKeys {
    async fn intend(&self, key: &HeldKey) -> Result<Intent, Unavailable> {
        // The lock meets the one of whoever closes the account: either he sees this key, or this sees a closed account.
        let intent = sqlx::query!(
            r#"with account as (
                   select id from accounts where id = $2 and open for share
               ), written as (
                   insert into pix_keys (entry_id, account_id, kind, key, status, created_at)
                   select $1, id, $3, $4, $5, $6 from account
                   on conflict do nothing returning 1
               )
               select exists (select from account) as "open!", exists (select from written) as "written!""#,
            key.entry_id,
            key.account.0,
            key.kind.as_str(),
            key.key.as_ref().map(PixKey::as_str),
            key.status.as_str(),
            key.created_at.to_sqlx() as _,
        );
        let intent = intent.fetch_one(&self.0).await.map_err(unavailable)?;
        Ok(match (intent.open, intent.written) {
            (false, _) => Intent::NoAccount,
            (true, true) => Intent::Written,
            (true, false) => Intent::Known,
        })
    }

    async fn of_account(&self, account: AccountId) -> Result<Vec<HeldKey>, Unavailable> {
        let rows = sqlx::query_as!(
            Row,
            r#"select entry_id, account_id, kind, key, status, created_at as "created_at: SqlTimestamp"
               from pix_keys where account_id = $1 order by created_at, entry_id"#,
            account.0,
        );
        all(rows.fetch_all(&self.0).await)
    }

    async fn find(&self, key: &str) -> Result<Option<HeldKey>, Unavailable> {
        let row = sqlx::query_as!(
            Row,
            r#"select entry_id, account_id, kind, key, status, created_at as "created_at: SqlTimestamp"
               from pix_keys where key = $1"#,
            key,
        );
        one(row.fetch_optional(&self.0).await)
    }

    async fn activate(&self, entry_id: Uuid, key: &PixKey) -> Result<(), Unavailable> {
        let activated = sqlx::query!(
            "update pix_keys set key = $2, status = case when open then 'active' else 'removing' end
             from accounts where accounts.id = pix_keys.account_id and entry_id = $1 and status = 'registering'",
            entry_id,
            key.as_str(),
        );
        activated.execute(&self.0).await.map_err(unavailable)?;
        Ok(())
    }

    async fn give_up(&self, entry_id: Uuid) -> Result<bool, Unavailable> {
        let given_up = sqlx::query!(
            "update pix_keys set status = 'removing', tries = 1, asked_at = clock_timestamp()
             where entry_id = $1 and status = 'active'",
            entry_id,
        );
        Ok(given_up.execute(&self.0).await.map_err(unavailable)?.rows_affected() > 0)
    }

    async fn ask_again(&self, entry_id: Uuid) -> Result<Option<HeldKey>, Unavailable> {
        let row = sqlx::query_as!(
            Row,
            r#"update pix_keys set tries = tries + 1, asked_at = clock_timestamp()
               where entry_id = $1 and status <> 'active'
               returning entry_id, account_id, kind, key, status, created_at as "created_at: SqlTimestamp""#,
            entry_id,
        );
        one(row.fetch_optional(&self.0).await)
    }

    async fn due(&self, age: Duration, limit: i64) -> Result<Vec<HeldKey>, Unavailable> {
        // Several instances share the work: what one has taken, another leaves out.
        let rows = sqlx::query_as!(
            Row,
            r#"update pix_keys set tries = tries + 1, asked_at = clock_timestamp()
               where entry_id in (
                   select entry_id from pix_keys
                   where status <> 'active' and (asked_at <= clock_timestamp() - make_interval(secs => $1)
                       -- Asked at a time that has not come yet: the clock was set back.
                       or asked_at > clock_timestamp())
                   order by asked_at limit $2 for update skip locked)
               returning entry_id, account_id, kind, key, status, created_at as "created_at: SqlTimestamp""#,
            age.as_secs_f64(),
            limit,
        );
        all(rows.fetch_all(&self.0).await)
    }

    async fn withdraw(&self, entry_id: Uuid) -> Result<bool, Unavailable> {
        let withdrawn = sqlx::query_scalar!(
            r#"with gone as (
                   delete from pix_keys where entry_id = $1 and tries = 1 and status = 'registering' returning 1),
               kept as (
                   update pix_keys set status = 'active'
                   where entry_id = $1 and tries = 1 and status = 'removing' returning 1)
               select exists (select from gone union all select from kept) as "withdrawn!""#,
            entry_id,
        );
        withdrawn.fetch_one(&self.0).await.map_err(unavailable)
    }

    async fn forget(&self, entry_id: Uuid, status: KeyStatus) -> Result<(), Unavailable> {
        let deleted = sqlx::query!(
            "with gone as (
                 delete from pix_keys where entry_id = $1 and status = $2 returning account_id, key
             )
             update charges set removed_at = clock_timestamp(), version = version + 1 from gone
             where charges.account_id = gone.account_id and charges.key = gone.key
                 and paid_by is null and removed_at is null
                 and (expires_at is null or expires_at > clock_timestamp())",
            entry_id,
            status.as_str(),
        );
        deleted.execute(&self.0).await.map_err(unavailable)?;
        Ok(())
    }

    async fn adopt(&self, key: &HeldKey) -> Result<bool, Unavailable> {
        let inserted = sqlx::query!(
            "insert into pix_keys (entry_id, account_id, kind, key, status, created_at)
             select $1, id, $3, $4, case when open then 'active' else 'removing' end, $5 from accounts where id = $2
             on conflict do nothing",
            key.entry_id,
            key.account.0,
            key.kind.as_str(),
            key.key.as_ref().map(PixKey::as_str),
            key.created_at.to_sqlx() as _,
        );
        let inserted = inserted.execute(&self.0).await.map_err(unavailable)?;
        Ok(inserted.rows_affected() > 0)
    }

    async fn page(&self, after: &str, limit: i64) -> Result<Vec<HeldKey>, Unavailable> {
        let rows = sqlx::query_as!(
            Row,
            r#"select entry_id, account_id, kind, key, status, created_at as "created_at: SqlTimestamp"
               from pix_keys where key > $1 order by key limit $2"#,
            after,
            limit,
        );
        all(rows.fetch_all(&self.0).await)
    }
}
