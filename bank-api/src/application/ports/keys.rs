//! The bank's own memory of its customers' keys.

use crate::domain::{AccountId, HeldKey, KeyStatus};
use async_trait::async_trait;
use engine::Unavailable;
use pix::PixKey;
use std::time::Duration;
use uuid::Uuid;

/// What came of the intent to register a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intent {
    /// It counts as asked once.
    Written,
    /// The bank knows the key or the entry already, or the account still waits for another random key.
    Known,
    /// The account is closed, or not there.
    NoAccount,
}

/// The bank's own memory of its customers' keys. Each call is one transaction.
#[async_trait]
pub trait KeyStore: Send + Sync + 'static {
    /// Writes the intent to register a key of an open account, which cannot close as long as it stands.
    async fn intend(&self, key: &HeldKey) -> Result<Intent, Unavailable>;
    /// The oldest first.
    async fn of_account(&self, account: AccountId) -> Result<Vec<HeldKey>, Unavailable>;
    async fn find(&self, key: &str) -> Result<Option<HeldKey>, Unavailable>;
    /// The registration is active under `key`; where its account is closed, it is to be removed instead. Of one that is not
    /// waiting for that nothing is written.
    async fn activate(&self, entry_id: Uuid, key: &PixKey) -> Result<(), Unavailable>;
    /// Writes the intent to remove an active key; it counts as asked once. False when it is not active.
    async fn give_up(&self, entry_id: Uuid) -> Result<bool, Unavailable>;
    /// Counts an unsettled intent as asked once more, now; to be called before asking. None when it is settled.
    async fn ask_again(&self, entry_id: Uuid) -> Result<Option<HeldKey>, Unavailable>;
    /// Counts those as asked again that were not asked for `age`, by the store's own clock: the longest waiting first, at most `limit`.
    async fn due(&self, age: Duration, limit: i64) -> Result<Vec<HeldKey>, Unavailable>;
    /// Takes back an intent that was asked once and not again: what was registering is gone, what was removing is
    /// active. False, and nothing is written, when somebody asked again or it is settled.
    async fn withdraw(&self, entry_id: Uuid) -> Result<bool, Unavailable>;
    /// Deletes a registration if it still has that status, and takes its open charges back.
    async fn forget(&self, entry_id: Uuid, status: KeyStatus) -> Result<(), Unavailable>;
    /// Writes what the directory has and the bank does not; for a closed account, that it is to be removed. False when the
    /// account is not of this bank, or when the bank knows the key or the entry.
    async fn adopt(&self, key: &HeldKey) -> Result<bool, Unavailable>;
    /// All that have a key, by key, behind `after`.
    async fn page(&self, after: &str, limit: i64) -> Result<Vec<HeldKey>, Unavailable>;
}
