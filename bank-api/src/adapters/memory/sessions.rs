//! Sessions in memory.

use super::{MemoryBooks, Session};
use crate::{
    application::{SESSIONS_MAX, Sessions, TokenHash},
    domain::AccountId,
};
use async_trait::async_trait;
use engine::Unavailable;
use pix::Timestamp;
use std::{cmp::Reverse, time::Duration};

/// The sessions of those whose books these are.
#[derive(Default, Clone)]
pub struct MemorySessions(pub MemoryBooks);

#[async_trait]
impl Sessions for MemorySessions {
    async fn start(
        &self,
        token: &TokenHash,
        account: AccountId,
        hours: i32,
    ) -> Result<Timestamp, Unavailable> {
        let lasts = Duration::from_secs(3600 * u64::from(hours.unsigned_abs()));
        let expires_at = self.0.now().saturating_add(lasts).unwrap_or(Timestamp::MAX);
        let mut rows = self.0.rows();
        let others = rows.sessions.iter().filter(|(_, session)| session.account == account);
        let mut others: Vec<_> =
            others.map(|(token, session)| (Reverse(session.expires_at), *token)).collect();
        others.sort_unstable();
        others.iter().skip(SESSIONS_MAX - 1).for_each(|(_, token)| {
            rows.sessions.remove(token);
        });
        rows.sessions.insert(*token, Session { account, expires_at });
        Ok(expires_at)
    }

    async fn account(&self, token: &TokenHash) -> Result<Option<AccountId>, Unavailable> {
        let now = self.0.now();
        let rows = self.0.rows();
        let live = rows.sessions.get(token).filter(|session| session.expires_at > now);
        Ok(live.map(|session| session.account).filter(|account| rows.is_open(*account)))
    }

    async fn live(&self, account: AccountId) -> Result<Vec<TokenHash>, Unavailable> {
        let now = self.0.now();
        let rows = self.0.rows();
        let live = rows.live(now).filter(|(_, holder)| *holder == account && rows.is_open(account));
        Ok(live.map(|(token, _)| *token).collect())
    }

    async fn end(&self, token: &TokenHash) -> Result<Option<AccountId>, Unavailable> {
        Ok(self.0.rows().sessions.remove(token).map(|session| session.account))
    }

    async fn end_all(&self, account: AccountId) -> Result<(), Unavailable> {
        self.0.rows().sessions.retain(|_, session| session.account != account);
        Ok(())
    }

    async fn sweep(&self, limit: i64) -> Result<i64, Unavailable> {
        let now = self.0.now();
        let mut rows = self.0.rows();
        let over = rows.sessions.iter().filter(|(_, session)| session.expires_at <= now);
        let over: Vec<_> = over.map(|(token, _)| *token).take(usize::try_from(limit).unwrap_or(0)).collect();
        over.iter().for_each(|token| {
            rows.sessions.remove(token);
        });
        Ok(over.len() as i64)
    }
}
