//! The books in PostgreSQL: what a batch reads, in two statements at once; and its one transaction.
//!
//! As long as nobody else writes, what was read is true when the batch is committed: then the transaction is one
//! statement, which writes nothing where it is not. After that the accounts are locked first for a while, and judged anew.
//! (Other instances are notified afterwards, see `notices`: within the transaction all commits would queue for it.)
//!
//! `lateral … limit 1` is a look-up by key, however small PostgreSQL thinks a table is.

use super::{
    account_rows::{self, Standings},
    returns,
    transfer_rows::{TransferRow, select_transfers, side_name},
    write_batch,
};
use crate::{
    application::{ActiveKey, Admission, Books, Change, Present, TokenHash, Wanted, WorkingCopy, admit},
    domain::{AccountId, Side, Transfer},
};
use async_trait::async_trait;
use engine::{CommitError, Outcome, Unavailable};
use jiff_sqlx::Timestamp as SqlTimestamp;
use outbox::postgres::{commit_error, unavailable};
use pix::EndToEndId;
use sqlx::{PgConnection, PgPool};
use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicU32, Ordering},
};

/// Batches that lock first, after one met somebody else at work on the same rows.
const WARY: u32 = 32;

/// Accounts, transfers, postings and open questions of one bank.
pub struct PostgresBooks {
    pool: PgPool,
    /// So many batches more lock first.
    wary: AtomicU32,
}

impl PostgresBooks {
    pub fn new(pool: PgPool) -> Self {
        Self { pool, wary: AtomicU32::new(0) }
    }

    /// What was read is not always true any more.
    async fn commit_under_locks(&self, changes: &[Change]) -> Result<Vec<Outcome>, CommitError> {
        let mut transaction = self.pool.begin().await.map_err(commit_error)?;
        let locked = lock(&mut transaction, changes).await.map_err(commit_error)?;
        let admission = admit(changes, &locked);
        write_batch::write(&mut *transaction, &admission, (&locked, changes)).await?;
        returns::insert(&mut transaction, &admission.returned).await.map_err(commit_error)?;
        transaction.commit().await.map_err(commit_error)?;
        Ok(admission.outcomes)
    }

    async fn write(
        &self,
        admission: &Admission<'_>,
        judged_by: (&Present, &[Change]),
    ) -> Result<(), CommitError> {
        if admission.returned.is_empty() {
            return write_batch::write(&self.pool, admission, judged_by).await;
        }
        let mut transaction = self.pool.begin().await.map_err(commit_error)?;
        write_batch::write(&mut *transaction, admission, judged_by).await?;
        returns::insert(&mut transaction, &admission.returned).await.map_err(commit_error)?;
        transaction.commit().await.map_err(commit_error)
    }

    /// What of these is returned, after they were read themselves; and the accounts of both their sides.
    async fn load_originals(
        &self,
        originals: &[EndToEndId],
        copy: &mut WorkingCopy,
    ) -> Result<(), Unavailable> {
        for (original, amount) in returns::sums(&self.pool, originals).await? {
            copy.add_returned(original, amount);
        }
        let sides = originals.iter().flat_map(|id| [(*id, Side::Out), (*id, Side::In)]);
        let numbers = sides.filter_map(|(id, side)| copy.transfer(id, side)?.account);
        let numbers = numbers.filter(|id| copy.account(*id).is_none()).collect();
        let found = accounts(&self.pool, &Wanted { accounts: numbers, ..Wanted::default() }).await?;
        copy.extend(found);
        Ok(())
    }

    fn is_wary(&self) -> bool {
        let one_less = |wary: u32| wary.checked_sub(1);
        self.wary.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less).is_ok()
    }
}

/// What is to be written if what was `read` is true still; None when that is not enough to admit everything.
fn all_admitted<'a>(changes: &'a [Change], read: &Present) -> Option<Admission<'a>> {
    let admission = admit(changes, read);
    let is_checked = |id: AccountId| admission.accounts.contains_key(&id);
    let whole = admission.outcomes.iter().all(|outcome| *outcome == Outcome::Committed);
    (whole && changes.iter().flat_map(Change::accounts).all(is_checked)).then_some(admission)
}

#[async_trait]
impl Books for PostgresBooks {
    async fn load(&self, wanted: &Wanted) -> Result<WorkingCopy, Unavailable> {
        let Wanted { sessions, requests, keys, transfers: ids, accounts: numbers, originals } = wanted;
        let accounts = async {
            match sessions.is_empty() && keys.is_empty() && numbers.is_empty() {
                true => Ok(WorkingCopy::default()),
                false => accounts(&self.pool, wanted).await,
            }
        };
        let transfers = async {
            match ids.is_empty() && requests.is_empty() {
                true => Ok(Vec::new()),
                false => transfers(&self.pool, wanted).await,
            }
        };
        let (mut copy, transfers) = tokio::try_join!(accounts, transfers)?;
        transfers.into_iter().for_each(|transfer| copy.add_transfer(transfer));
        if !originals.is_empty() {
            self.load_originals(originals, &mut copy).await?;
        }
        Ok(copy)
    }

    async fn commit(&self, read: &Present, changes: &[Change]) -> Result<Vec<Outcome>, CommitError> {
        if !self.is_wary()
            && let Some(admission) = all_admitted(changes, read)
        {
            let written = self.write(&admission, (read, changes)).await;
            if let Err(CommitError::Conflict(_)) = written {
                self.wary.store(WARY, Ordering::Relaxed);
            }
            return written.map(|()| admission.outcomes);
        }
        self.commit_under_locks(changes).await
    }
}

/// The accounts of the sessions, of the active keys, and those wanted by number, each with how it was found.
async fn accounts(pool: &PgPool, wanted: &Wanted) -> Result<WorkingCopy, Unavailable> {
    let tokens: Vec<_> = wanted.sessions.iter().map(|token| token.to_vec()).collect();
    let numbers: Vec<_> = wanted.accounts.iter().map(|id| id.0).collect();
    let rows = sqlx::query_as!(
        account_rows::Found,
        r#"with found as (
               select token_hash, null::text as key, null::uuid as entry_id, account_id
               from unnest($1::bytea[]) as wanted (token) cross join lateral (
                   select * from sessions where token_hash = token and expires_at > clock_timestamp() limit 1
               ) as live
               union all
               select null, key, entry_id, account_id
               from unnest($2::text[]) as wanted (word) cross join lateral (
                   select * from pix_keys where key = word and status = 'active' limit 1
               ) as active
               union all
               select distinct null::bytea, null::text, null::uuid, number from unnest($3::bigint[]) as wanted (number)
           )
           select token_hash, key, entry_id, id as "id!", balance_cents as "balance_cents!", open as "open!",
                  pin_failures as "pin_failures!", pin_locked_until as "pin_locked_until: SqlTimestamp",
                  name as "name!", tax_id as "tax_id!", pin_digest as "pin_digest!"
           from found
           cross join lateral (select * from accounts where id = found.account_id limit 1) as account
           cross join lateral (
               select name, tax_id, pin_digest from holders where account_id = found.account_id limit 1
           ) as holder"#,
        &tokens,
        &wanted.keys,
        &numbers,
    );
    let mut copy = WorkingCopy::default();
    let mut known = BTreeSet::new();
    for row in rows.fetch_all(pool).await.map_err(unavailable)? {
        let id = AccountId(row.id);
        if let Some(token) =
            row.token_hash.as_ref().and_then(|token| TokenHash::try_from(token.as_slice()).ok())
        {
            copy.add_session(token, id);
        }
        if let (Some(key), Some(entry_id)) = (&row.key, row.entry_id) {
            copy.add_key(ActiveKey { key: key.clone(), entry_id, account: id });
        }
        if known.insert(id) {
            copy.add_account(row.account()?);
        }
    }
    Ok(copy)
}

/// The wanted transfers, and those that earlier requests of the same idempotency keys made.
async fn transfers(pool: &PgPool, wanted: &Wanted) -> Result<Vec<Transfer>, Unavailable> {
    let (ids, sides) = columns(wanted.transfers.iter().copied());
    let (tokens, keys): (Vec<_>, Vec<_>) =
        wanted.requests.iter().map(|(token, key)| (token.to_vec(), key.clone())).unzip();
    let rows = select_transfers!(
        with "with found as (
               select transfer.* from unnest($1::text[], $2::text[]) as wanted (e, s) cross join lateral (
                   select * from transfers where end_to_end_id = wanted.e and side = wanted.s limit 1
               ) as transfer
               union all
               select transfer.* from unnest($3::bytea[], $4::text[]) as wanted (t, k)
               cross join lateral (select * from sessions where token_hash = wanted.t limit 1) as session
               cross join lateral (
                   select * from transfers
                   where account_id = session.account_id and idempotency_key = wanted.k limit 1
               ) as transfer
           )",
        "from found",
        &ids,
        &sides,
        &tokens,
        &keys,
    );
    let rows = rows.fetch_all(pool).await.map_err(unavailable)?;
    rows.into_iter().map(TransferRow::transfer).collect()
}

/// Locks transfers first, then accounts, each in id order: no two batches can wait for each other.
async fn lock(connection: &mut PgConnection, changes: &[Change]) -> Result<Present, sqlx::Error> {
    let (ids, sides) = columns(
        changes.iter().flat_map(|change| &change.decision.transfers).map(|next| (next.id, next.side)),
    );
    let accounts: BTreeSet<_> = changes.iter().flat_map(Change::accounts).map(|id| id.0).collect();
    let rows = sqlx::query_as!(
        Standings,
        r#"with locked_transfers as materialized (
               select end_to_end_id, side, version from transfers
               where (end_to_end_id, side) in (select * from unnest($1::text[], $2::text[]))
               order by end_to_end_id, side for no key update
           ), locked_accounts as materialized (
               select id, balance_cents, open, pin_failures, pin_locked_until from accounts where id = any($3)
               order by id for no key update
           )
           select end_to_end_id, side, version, null::bigint as id, null::bigint as balance_cents,
                  null::boolean as open, null::smallint as pin_failures,
                  null::timestamptz as "pin_locked_until: SqlTimestamp"
           from locked_transfers
           union all
           select null, null, null, id, balance_cents, open, pin_failures, pin_locked_until from locked_accounts"#,
        &ids,
        &sides,
        &accounts.into_iter().collect::<Vec<_>>(),
    );
    Ok(rows.fetch_all(connection).await?.into_iter().fold(Present::default(), Standings::add_to))
}

fn columns(sides: impl Iterator<Item = (EndToEndId, Side)>) -> (Vec<String>, Vec<String>) {
    sides.map(|(id, side)| (id.to_string(), side_name(side).to_owned())).unzip()
}
