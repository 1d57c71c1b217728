//! The key directory as rows.

use crate::{
    application::{DirectoryChange, DirectoryState, DirectoryStore},
    domain::{Account, Entry, Owner, Past},
};
use async_trait::async_trait;
use engine::{CommitError, Outcome, Unavailable};
use jiff_sqlx::{Timestamp as SqlTimestamp, ToSqlx as _};
use outbox::postgres::{commit_error, unavailable};
use pix::{Ispb, PixKey, TaxId};
use sqlx::{PgConnection, PgPool};
use std::time::Duration;
use uuid::Uuid;

/// Requests that one statement forgets, at the most.
const FORGOTTEN_MAX: i64 = 1000;

/// Registered keys.
pub struct PostgresDirectory(pub PgPool);

struct Row {
    key: String,
    kind: String,
    entry_id: Uuid,
    bank: String,
    branch: String,
    account: String,
    owner_name: String,
    owner_tax_id: String,
    created_at: SqlTimestamp,
}

impl Row {
    fn entry(self) -> Result<Entry, Unavailable> {
        let broken = || Unavailable(format!("the directory's row {} cannot be read", self.entry_id));
        let kind = self.kind.parse().map_err(|_| broken())?;
        Ok(Entry {
            entry_id: self.entry_id,
            key: PixKey::parse(kind, &self.key).map_err(|_| broken())?,
            bank: self.bank.parse().map_err(|_| broken())?,
            owner: Owner {
                name: self.owner_name.clone(),
                tax_id: TaxId::parse(&self.owner_tax_id).map_err(|_| broken())?,
            },
            branch: self.branch,
            account: self.account,
            created_at: self.created_at.to_jiff(),
        })
    }
}

fn entries(rows: Vec<Row>) -> Result<Vec<Entry>, Unavailable> {
    rows.into_iter().map(Row::entry).collect()
}

#[async_trait]
impl DirectoryStore for PostgresDirectory {
    async fn find(&self, keys: &[String]) -> Result<Vec<Entry>, Unavailable> {
        let rows = sqlx::query_as!(
            Row,
            r#"select key, kind, entry_id, bank, branch, account, owner_name, owner_tax_id,
                      created_at as "created_at: SqlTimestamp"
               from keys where key = any($1)"#,
            keys,
        );
        entries(rows.fetch_all(&self.0).await.map_err(unavailable)?)
    }

    async fn load(
        &self,
        keys: &[String],
        requests: &[Uuid],
        accounts: &[Account],
    ) -> Result<DirectoryState, Unavailable> {
        let requests = past(&self.0, requests).await.map_err(unavailable)?;
        let mut wanted = keys.to_vec();
        wanted.extend(requests.iter().map(|(_, past)| past.key.as_str().to_owned()));
        let entries = self.find(&wanted).await?;
        let mut connection = self.0.acquire().await.map_err(unavailable)?;
        let counts = counts(&mut connection, accounts).await.map_err(unavailable)?;
        Ok(DirectoryState { entries, requests, counts: accounts.iter().cloned().zip(counts).collect() })
    }

    async fn commit(&self, changes: &[DirectoryChange]) -> Result<Vec<Outcome>, CommitError> {
        let mut transaction = self.0.begin().await.map_err(commit_error)?;
        lock(&mut transaction, changes).await.map_err(commit_error)?;
        let mut outcomes = Vec::with_capacity(changes.len());
        for change in changes {
            let done = match change {
                DirectoryChange::Add { entry, count } => add(&mut transaction, entry, *count).await,
                DirectoryChange::Remove(entry) => remove(&mut transaction, entry).await,
            };
            outcomes.push(if done.map_err(commit_error)? { Outcome::Committed } else { Outcome::Stale });
        }
        transaction.commit().await.map_err(commit_error)?;
        Ok(outcomes)
    }

    async fn forget_requests(&self, kept: Duration) -> Result<u64, Unavailable> {
        let forgotten = sqlx::query!(
            "delete from key_requests where request_id in (
                 select request_id from key_requests
                 where removed_at <= clock_timestamp() - make_interval(secs => $1)
                 order by removed_at limit $2 for update skip locked)",
            kept.as_secs_f64(),
            FORGOTTEN_MAX,
        );
        Ok(forgotten.execute(&self.0).await.map_err(unavailable)?.rows_affected())
    }

    async fn list(&self, bank: Ispb, after: &str, limit: i64) -> Result<Vec<Entry>, Unavailable> {
        let rows = sqlx::query_as!(
            Row,
            r#"select key, kind, entry_id, bank, branch, account, owner_name, owner_tax_id,
                      created_at as "created_at: SqlTimestamp"
               from keys where bank = $1 and key > $2 order by key limit $3"#,
            bank.as_str(),
            after,
            limit,
        );
        entries(rows.fetch_all(&self.0).await.map_err(unavailable)?)
    }
}

/// Locks each key and account for this transaction, so that no two race for a key or for an account's last free place.
/// Other keys and accounts are not held up. All lock in the same order, so there is no deadlock.
async fn lock(connection: &mut PgConnection, changes: &[DirectoryChange]) -> Result<(), sqlx::Error> {
    let entries = changes.iter().map(|change| match change {
        DirectoryChange::Add { entry, .. } | DirectoryChange::Remove(entry) => entry,
    });
    let names: Vec<_> = entries
        .flat_map(|Entry { key, bank, branch, account, .. }| {
            [format!("key {}", key.as_str()), format!("account {bank} {branch} {account}")]
        })
        .collect();
    sqlx::query_scalar!(
        r#"select count(pg_advisory_xact_lock(place)) as "n!" from (
               select distinct hashtextextended(name, 0) as place from unnest($1::text[]) as name order by place
           ) as in_order"#,
        &names,
    )
    .fetch_one(connection)
    .await?;
    Ok(())
}

async fn past(pool: &PgPool, requests: &[Uuid]) -> Result<Vec<(Uuid, Past)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select request_id, kind, key, bank, branch, account from key_requests where request_id = any($1)",
        requests,
    )
    .fetch_all(pool)
    .await?;
    let readable = rows.into_iter().filter_map(|row| {
        let key = PixKey::parse(row.kind.parse().ok()?, &row.key).ok()?;
        let account = Account { bank: row.bank.parse().ok()?, branch: row.branch, number: row.account };
        Some((row.request_id, Past { account, key }))
    });
    Ok(readable.collect())
}

/// How many keys each account has, in order.
async fn counts(connection: &mut PgConnection, accounts: &[Account]) -> Result<Vec<i64>, sqlx::Error> {
    let text = |of: fn(&Account) -> &str| accounts.iter().map(|a| of(a).to_owned()).collect::<Vec<_>>();
    sqlx::query_scalar!(
        r#"select (select count(*) from keys where (bank, branch, account) = (wanted.b, wanted.r, wanted.a)) as "n!"
           from unnest($1::text[], $2::text[], $3::text[]) with ordinality as wanted (b, r, a, place)
           order by place"#,
        &text(|a| a.bank.as_str()),
        &text(|a| &a.branch),
        &text(|a| &a.number),
    )
    .fetch_all(connection)
    .await
}

async fn add(connection: &mut PgConnection, entry: &Entry, count: i64) -> Result<bool, sqlx::Error> {
    let account = Account { bank: entry.bank, branch: entry.branch.clone(), number: entry.account.clone() };
    if counts(connection, std::slice::from_ref(&account)).await?.first() != Some(&count) {
        return Ok(false);
    }
    let added = sqlx::query!(
        "with asked as (
             insert into key_requests (request_id, kind, key, bank, branch, account)
             select $1, $2, $3, $4, $5, $6 where not exists (select from keys where key = $3)
             on conflict do nothing returning request_id
         )
         insert into keys (entry_id, kind, key, bank, branch, account, owner_name, owner_tax_id, created_at)
         select request_id, $2, $3, $4, $5, $6, $7, $8, $9 from asked",
        entry.entry_id,
        entry.key.kind().as_str(),
        entry.key.as_str(),
        entry.bank.as_str(),
        entry.branch,
        entry.account,
        entry.owner.name,
        entry.owner.tax_id.as_str(),
        entry.created_at.to_sqlx() as _,
    );
    Ok(added.execute(connection).await?.rows_affected() == 1)
}

async fn remove(connection: &mut PgConnection, entry: &Entry) -> Result<bool, sqlx::Error> {
    let removed = sqlx::query!(
        "with gone as (delete from keys where key = $1 and entry_id = $2 returning entry_id)
         update key_requests set removed_at = clock_timestamp() from gone where request_id = entry_id",
        entry.key.as_str(),
        entry.entry_id,
    );
    Ok(removed.execute(connection).await?.rows_affected() == 1)
}
