//! The books in PostgreSQL: what a batch reads, one query a table; and its one transaction.

use super::{
    account_rows::{self, pin_state},
    transfer_rows::{self, side, side_name},
    write_batch,
};
use crate::{
    application::{ActiveKey, Books, Change, Locked, Standing, State, TokenHash, Wanted, admit},
    domain::{Account, AccountId, Side, Transfer},
};
use async_trait::async_trait;
use jiff_sqlx::Timestamp as SqlTimestamp;
use messaging::{
    CommitError, Outcome, Unavailable,
    postgres::{commit_error, unavailable, write_questions},
};
use pix::{Cents, EndToEndId};
use sqlx::{PgConnection, PgPool};
use std::collections::{BTreeSet, HashMap};

/// Accounts, transfers, postings and open questions of one bank.
pub struct PostgresBooks(pub PgPool);

#[async_trait]
impl Books for PostgresBooks {
    async fn load(&self, wanted: &Wanted) -> Result<State, Unavailable> {
        let mut connection = self.0.acquire().await.map_err(unavailable)?;
        let sessions = sessions(&mut connection, &wanted.sessions).await.map_err(unavailable)?;
        let keys = active_keys(&mut connection, &wanted.keys).await.map_err(unavailable)?;
        let mut transfers = transfers(&mut connection, &wanted.transfers).await?;
        transfers.extend(requests(&mut connection, &sessions, &wanted.requests).await?);
        let known = sessions.iter().map(|(_, id)| *id).chain(keys.iter().map(|key| key.account));
        let ids: BTreeSet<_> = known.chain(wanted.accounts.iter().copied()).collect();
        let accounts = accounts(&mut connection, ids).await?;
        Ok(State { sessions, accounts, keys, transfers })
    }

    async fn commit(&self, changes: &[Change]) -> Result<Vec<Outcome>, CommitError> {
        let mut transaction = self.0.begin().await.map_err(commit_error)?;
        // Transfers first, then accounts, each in id order: no two batches can wait for each other.
        let locked = Locked {
            versions: lock_transfers(&mut transaction, changes).await.map_err(commit_error)?,
            accounts: lock_accounts(&mut transaction, changes).await.map_err(commit_error)?,
        };
        let versions = locked.versions.clone();
        let admission = admit(changes, locked);
        write_batch::transfers(&mut transaction, &admission, &versions).await?;
        write_batch::accounts(&mut transaction, &admission).await.map_err(commit_error)?;
        write_batch::postings(&mut transaction, &admission).await.map_err(commit_error)?;
        let questions = admission.questions.iter().map(|(id, question)| (id.as_str(), *question));
        write_questions(&mut transaction, questions).await.map_err(commit_error)?;
        transaction.commit().await.map_err(commit_error)?;
        Ok(admission.outcomes)
    }
}

async fn sessions(
    connection: &mut PgConnection,
    tokens: &[TokenHash],
) -> Result<Vec<(TokenHash, AccountId)>, sqlx::Error> {
    if tokens.is_empty() {
        return Ok(Vec::new());
    }
    let tokens: Vec<_> = tokens.iter().map(|token| token.to_vec()).collect();
    let rows = sqlx::query!(
        "select token_hash, account_id from sessions where token_hash = any($1) and expires_at > clock_timestamp()",
        &tokens,
    );
    let rows = rows.fetch_all(connection).await?.into_iter();
    Ok(rows.filter_map(|row| Some((row.token_hash.try_into().ok()?, AccountId(row.account_id)))).collect())
}

async fn active_keys(connection: &mut PgConnection, keys: &[String]) -> Result<Vec<ActiveKey>, sqlx::Error> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    sqlx::query!(
        r#"select key as "key!", entry_id, account_id from pix_keys where key = any($1) and status = 'active'"#,
        keys,
    )
    .map(|row| ActiveKey { key: row.key, entry_id: row.entry_id, account: AccountId(row.account_id) })
    .fetch_all(connection)
    .await
}

async fn accounts(
    connection: &mut PgConnection,
    ids: BTreeSet<AccountId>,
) -> Result<Vec<Account>, Unavailable> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<_> = ids.into_iter().map(|id| id.0).collect();
    let rows = sqlx::query_as!(
        account_rows::Row,
        r#"select id, balance_cents, open, pin_failures, pin_locked_until as "pin_locked_until: SqlTimestamp",
                  name, tax_id, pin_digest
           from accounts join holders on account_id = id where id = any($1)"#,
        &ids,
    );
    let rows = rows.fetch_all(connection).await.map_err(unavailable)?;
    rows.into_iter().map(account_rows::Row::account).collect()
}

async fn transfers(
    connection: &mut PgConnection,
    wanted: &[(EndToEndId, Side)],
) -> Result<Vec<Transfer>, Unavailable> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let (ids, sides) = columns(wanted.iter().copied());
    let rows = sqlx::query_as!(
        transfer_rows::Row,
        r#"select end_to_end_id, side, account_id, status, amount_cents, key, description, entry_id, inside,
                  other_ispb, other_bank, other_branch, other_account, other_name, other_tax_id, reason,
                  idempotency_key, idempotency_hash, version,
                  pending_at as "pending_at: SqlTimestamp", confirmed_at as "confirmed_at: SqlTimestamp",
                  completed_at as "completed_at: SqlTimestamp", rejected_at as "rejected_at: SqlTimestamp"
           from transfers join unnest($1::text[], $2::text[]) as wanted (e, s)
             on end_to_end_id = wanted.e and side = wanted.s"#,
        &ids,
        &sides,
    );
    let rows = rows.fetch_all(connection).await.map_err(unavailable)?;
    rows.into_iter().map(transfer_rows::Row::transfer).collect()
}

/// The transfers that earlier requests of the same idempotency keys made.
async fn requests(
    connection: &mut PgConnection,
    sessions: &[(TokenHash, AccountId)],
    wanted: &[(TokenHash, String)],
) -> Result<Vec<Transfer>, Unavailable> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let sessions: HashMap<_, _> = sessions.iter().copied().collect();
    let (accounts, keys): (Vec<i64>, Vec<String>) =
        wanted.iter().filter_map(|(token, key)| Some((sessions.get(token)?.0, key.clone()))).unzip();
    let rows = sqlx::query_as!(
        transfer_rows::Row,
        r#"select end_to_end_id, side, account_id, status, amount_cents, key, description, entry_id, inside,
                  other_ispb, other_bank, other_branch, other_account, other_name, other_tax_id, reason,
                  idempotency_key, idempotency_hash, version,
                  pending_at as "pending_at: SqlTimestamp", confirmed_at as "confirmed_at: SqlTimestamp",
                  completed_at as "completed_at: SqlTimestamp", rejected_at as "rejected_at: SqlTimestamp"
           from transfers join unnest($1::bigint[], $2::text[]) as wanted (a, k)
             on account_id = wanted.a and idempotency_key = wanted.k"#,
        &accounts,
        &keys,
    );
    let rows = rows.fetch_all(connection).await.map_err(unavailable)?;
    rows.into_iter().map(transfer_rows::Row::transfer).collect()
}

async fn lock_transfers(
    connection: &mut PgConnection,
    changes: &[Change],
) -> Result<HashMap<(EndToEndId, Side), i64>, sqlx::Error> {
    let (ids, sides) =
        columns(changes.iter().flat_map(|change| &change.transfers).map(|next| (next.id, next.side)));
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = sqlx::query!(
        "select end_to_end_id, side, version from transfers
         where (end_to_end_id, side) in (select * from unnest($1::text[], $2::text[]))
         order by end_to_end_id, side for no key update",
        &ids,
        &sides,
    );
    let rows = rows.fetch_all(connection).await?.into_iter();
    Ok(rows
        .filter_map(|row| Some(((row.end_to_end_id.parse().ok()?, side(&row.side)?), row.version)))
        .collect())
}

async fn lock_accounts(
    connection: &mut PgConnection,
    changes: &[Change],
) -> Result<HashMap<AccountId, Standing>, sqlx::Error> {
    let ids: BTreeSet<_> = changes.iter().flat_map(Change::accounts).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<_> = ids.into_iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"select id, balance_cents, open, pin_failures, pin_locked_until as "pin_locked_until: SqlTimestamp"
           from accounts where id = any($1) order by id for no key update"#,
        &ids,
    );
    let rows = rows.fetch_all(connection).await?.into_iter();
    let standing = rows.map(|row| {
        let pin = pin_state(row.pin_failures, row.pin_locked_until);
        (AccountId(row.id), Standing { balance: Cents::new(row.balance_cents), open: row.open, pin })
    });
    Ok(standing.collect())
}

fn columns(sides: impl Iterator<Item = (EndToEndId, Side)>) -> (Vec<String>, Vec<String>) {
    sides.map(|(id, side)| (id.to_string(), side_name(side).to_owned())).unzip()
}
