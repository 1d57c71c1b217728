//! Log-ins. A token itself is nowhere.

use crate::{application::tokens::TokenHash, domain::AccountId};
use async_trait::async_trait;
use engine::Unavailable;
use pix::Timestamp;

/// Sessions of one account: its holder's browsers and programs.
pub const SESSIONS_MAX: usize = 20;

/// The sessions of all accounts, by the store's own clock. A closed account has none.
#[async_trait]
pub trait Sessions: Send + Sync + 'static {
    /// Starts a session; until when. Of an account's [`SESSIONS_MAX`] those that end first make room.
    async fn start(
        &self,
        token: &TokenHash,
        account: AccountId,
        hours: i32,
    ) -> Result<Timestamp, Unavailable>;
    /// Whose session it is, if it is not over.
    async fn account(&self, token: &TokenHash) -> Result<Option<AccountId>, Unavailable>;
    /// Those of the account that are not over.
    async fn live(&self, account: AccountId) -> Result<Vec<TokenHash>, Unavailable>;
    /// Whose it was, if it was one.
    async fn end(&self, token: &TokenHash) -> Result<Option<AccountId>, Unavailable>;
    async fn end_all(&self, account: AccountId) -> Result<(), Unavailable>;
    /// Deletes sessions that are over, `limit` at the most; how many.
    async fn sweep(&self, limit: i64) -> Result<i64, Unavailable>;
}
