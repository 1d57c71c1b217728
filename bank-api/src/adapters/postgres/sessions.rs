//! Sessions as rows: written when they start and end, never on use.

use crate::{
    application::{SESSIONS_MAX, Sessions, TokenHash},
    domain::AccountId,
};
use async_trait::async_trait;
use engine::Unavailable;
use jiff_sqlx::Timestamp as SqlTimestamp;
use outbox::postgres::unavailable;
use pix::Timestamp;
use sqlx::PgPool;

/// The table `sessions`.
pub struct PostgresSessions(pub PgPool);

#[async_trait]
impl Sessions for PostgresSessions {
    async fn start(
        &self,
        token: &TokenHash,
        account: AccountId,
        hours: i32,
    ) -> Result<Timestamp, Unavailable> {
        // Two log-ins at the same moment do not see each other; the next one makes room for both.
        let started = sqlx::query_scalar!(
            r#"with ended as (
                   delete from sessions where token_hash in (
                       select token_hash from sessions where account_id = $2
                       order by expires_at desc, token_hash offset $4::bigint - 1
                   )
               )
               insert into sessions (token_hash, account_id, expires_at)
               values ($1, $2, clock_timestamp() + make_interval(hours => $3))
               returning expires_at as "expires_at: SqlTimestamp""#,
            token.as_slice(),
            account.0,
            hours,
            SESSIONS_MAX as i64,
        );
        started.fetch_one(&self.0).await.map(SqlTimestamp::to_jiff).map_err(unavailable)
    }

    async fn account(&self, token: &TokenHash) -> Result<Option<AccountId>, Unavailable> {
        let row = sqlx::query_scalar!(
            "select account_id from sessions join accounts on id = account_id
             where token_hash = $1 and expires_at > clock_timestamp() and open",
            token.as_slice(),
        );
        Ok(row.fetch_optional(&self.0).await.map_err(unavailable)?.map(AccountId))
    }

    async fn live(&self, account: AccountId) -> Result<Vec<TokenHash>, Unavailable> {
        let live = sqlx::query_scalar!(
            "select token_hash from sessions join accounts on id = account_id
             where account_id = $1 and expires_at > clock_timestamp() and open",
            account.0,
        );
        let live = live.fetch_all(&self.0).await.map_err(unavailable)?;
        Ok(live.into_iter().filter_map(|token| token.try_into().ok()).collect())
    }

    async fn end(&self, token: &TokenHash) -> Result<Option<AccountId>, Unavailable> {
        let ended = sqlx::query_scalar!(
            "delete from sessions where token_hash = $1 returning account_id",
            token.as_slice(),
        );
        Ok(ended.fetch_optional(&self.0).await.map_err(unavailable)?.map(AccountId))
    }

    async fn end_all(&self, account: AccountId) -> Result<(), Unavailable> {
        let ended = sqlx::query!("delete from sessions where account_id = $1", account.0);
        ended.execute(&self.0).await.map_err(unavailable)?;
        Ok(())
    }

    async fn sweep(&self, limit: i64) -> Result<i64, Unavailable> {
        // `now()` and not `clock_timestamp()`, which no index is asked for; those that somebody else sweeps up are left to
        // him.
        let swept = sqlx::query!(
            "delete from sessions where token_hash in (
                 select token_hash from sessions where expires_at < now()
                 order by expires_at limit $1 for update skip locked
             )",
            limit,
        );
        let swept = swept.execute(&self.0).await.map_err(unavailable)?.rows_affected();
        Ok(i64::try_from(swept).unwrap_or(limit))
    }
}
