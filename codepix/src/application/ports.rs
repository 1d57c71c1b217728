//! What the use cases need from outside. Ports take batches; no transaction crosses one.

use crate::domain::{Account, Entry, Participant, Past, Status, Transfer};
use async_trait::async_trait;
use messaging::{CommitError, Outcome, Question, Unavailable};
use pix::{EndToEndId, Ispb};
use uuid::Uuid;

/// A transfer's next state, and what becomes of its open question.
///
/// It may be committed only on the version before it; version 1 only where nothing is registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferChange {
    pub next: Transfer,
    pub question: Question,
}

/// A page of transfers, newest first.
#[derive(Debug, Clone, Default)]
pub struct TransferPage {
    /// Those this bank sent; None for all.
    pub origin: Option<Ispb>,
    /// Exclusive.
    pub before: Option<EndToEndId>,
    pub status: Option<Status>,
    pub limit: i64,
}

/// Registered transfers and their open questions.
#[async_trait]
pub trait TransferStore: Send + Sync + 'static {
    /// Those of `ids` that are registered.
    async fn load(&self, ids: &[EndToEndId]) -> Result<Vec<Transfer>, Unavailable>;
    /// One transaction: commits all that are not stale, one outcome each, in order.
    async fn commit(&self, changes: &[TransferChange]) -> Result<Vec<Outcome>, CommitError>;
    async fn list(&self, page: &TransferPage) -> Result<Vec<Transfer>, Unavailable>;
}

/// A change of the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DirectoryChange {
    /// The key must be free, the request new, and the account have `count` keys.
    Add { entry: Entry, count: i64 },
    /// Exactly this registration must be there.
    Remove(Entry),
}

/// What the directory holds around a batch of requests.
#[derive(Debug, Clone, Default)]
pub struct DirectoryState {
    /// Of the wanted keys, and of the keys of past requests.
    pub entries: Vec<Entry>,
    pub requests: Vec<(Uuid, Past)>,
    /// Accounts without keys may be left out.
    pub counts: Vec<(Account, i64)>,
}

/// Registered keys.
#[async_trait]
pub trait DirectoryStore: Send + Sync + 'static {
    /// The entries of `keys` (normalised).
    async fn find(&self, keys: &[String]) -> Result<Vec<Entry>, Unavailable>;
    async fn load(
        &self,
        keys: &[String],
        requests: &[Uuid],
        accounts: &[Account],
    ) -> Result<DirectoryState, Unavailable>;
    /// One transaction: commits all that are not stale, one outcome each, in order.
    async fn commit(&self, changes: &[DirectoryChange]) -> Result<Vec<Outcome>, CommitError>;
    /// The entries of `bank` behind `after`, by key.
    async fn list(&self, bank: Ispb, after: &str, limit: i64) -> Result<Vec<Entry>, Unavailable>;
}

/// SHA-256 of a bank's token.
pub type TokenHash = [u8; 32];

/// Why a participant cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum ParticipantError {
    #[error("code and ISPB of a participant never change, and no two banks share one")]
    Clash,
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// The banks that take part.
#[async_trait]
pub trait ParticipantStore: Send + Sync + 'static {
    async fn all(&self) -> Result<Vec<(Participant, TokenHash)>, Unavailable>;
    async fn put(&self, participant: &Participant, token: TokenHash) -> Result<(), ParticipantError>;
}
