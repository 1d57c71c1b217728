//! What the use cases need from outside. Ports take batches; no transaction crosses one.

use super::transfer_feed::TransferFeed;
use crate::domain::{Account, Entry, Features, Outgoing, Participant, Past, Status, Transfer};
use async_trait::async_trait;
use engine::{CommitError, Outcome, Unavailable};
use outbox::{DeadLetters, Message, Question};
use pix::{BankCode, EndToEndId, Ispb, Timestamp};
use std::{sync::Arc, time::Duration};
use uuid::Uuid;

/// A transfer's next state, and what becomes of its open question.
///
/// It may be committed only on the version before it; version 1 only where nothing is registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferChange {
    pub next: Transfer,
    pub question: Question,
    /// The registration of its key on which version 1 was decided: only where that stands still.
    pub entry: Option<Uuid>,
    /// What it means for returns; committed with it, or neither.
    pub returns: Option<Box<Returns>>,
}

/// What a change means for returns.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "a transition carries it in a box")]
pub enum Returns {
    /// `next` is a return, and this the next state of what it gives back, on the version before it. Where the payer's bank
    /// has not settled that yet, the return's question is kept with it.
    Counts { original: Transfer, held: Option<Message> },
    /// `next` is settled: the questions that were kept with it are open now.
    Releases(Vec<Message>),
}

/// The question of a return, kept until what it gives back is settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldReturn {
    pub original: EndToEndId,
    pub question: Message,
}

/// A page of transfers, newest first.
#[derive(Debug, Clone, Default)]
pub struct TransferPage {
    /// Those this bank sent; None for all.
    pub origin: Option<Ispb>,
    /// Exclusive.
    pub before: Option<EndToEndId>,
    /// Those in one of these; empty means all.
    pub statuses: Vec<Status>,
    pub limit: i64,
}

/// How many transfers are looked at for one page at the most, so that a page of a rare status costs no more than one of
/// a frequent status.
pub const LOOKED_AT_MAX: i64 = 5_000;

/// A page of transfers, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TransferList {
    /// May be fewer than `limit`, or none, although there are more.
    pub transfers: Vec<Transfer>,
    /// Where the next page begins; None when there is no more.
    pub next_before: Option<EndToEndId>,
}

impl TransferList {
    /// `found` is one more than `limit` where there is more in the range that was looked at; `end` is the last id of
    /// that range, where it is not the end of all.
    pub fn new(mut found: Vec<Transfer>, limit: i64, end: Option<EndToEndId>) -> Self {
        let limit = usize::try_from(limit).unwrap_or(0);
        let more = found.len() > limit;
        found.truncate(limit);
        let next_before = if more { found.last().map(|transfer| transfer.id) } else { end };
        Self { transfers: found, next_before }
    }
}

/// Registered transfers and their open questions.
#[async_trait]
pub trait TransferStore: Send + Sync + 'static {
    /// Those of `ids` that are registered.
    async fn load(&self, ids: &[EndToEndId]) -> Result<Vec<Transfer>, Unavailable>;
    /// What is kept with any of `originals`, in the order of their ids.
    async fn held(&self, originals: &[EndToEndId]) -> Result<Vec<HeldReturn>, Unavailable>;
    /// One transaction: commits all that are not stale, one outcome each, in order.
    async fn commit(&self, changes: &[TransferChange]) -> Result<Vec<Outcome>, CommitError>;
    /// Looks at [`LOOKED_AT_MAX`] transfers at the most.
    async fn list(&self, page: &TransferPage) -> Result<TransferList, Unavailable>;
    /// Every deleted transfer has an id of an earlier minute than this.
    async fn forgotten_before(&self) -> Result<Timestamp, Unavailable>;
    /// Deletes transfers that are final, and whose end and id are older than `kept`, as many as one statement may; how
    /// many those were. From then on [`TransferStore::forgotten_before`] is not earlier than `kept` ago.
    async fn forget(&self, kept: Duration) -> Result<u64, Unavailable>;
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
    /// Forgets requests whose key was removed that long ago, as many as one statement may; how many those were.
    async fn forget_requests(&self, kept: Duration) -> Result<u64, Unavailable>;
    /// The entries of `bank` behind `after`, by key.
    async fn list(&self, bank: Ispb, after: &str, limit: i64) -> Result<Vec<Entry>, Unavailable>;
}

/// SHA-256 of a bank's token.
pub type TokenHash = [u8; 32];

/// Why a participant cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum ParticipantError {
    #[error("bank {0}: code and ISPB of a participant never change, and no two banks share one, or a token")]
    Clash(BankCode),
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// A bank that takes part, and how it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolled {
    pub bank: Participant,
    /// None: its token was revoked. It still takes part: its keys and transfers name it.
    pub token: Option<TokenHash>,
    /// What it has announced.
    pub features: Features,
}

/// The banks that take part.
#[async_trait]
pub trait ParticipantStore: Send + Sync + 'static {
    /// By code.
    async fn all(&self) -> Result<Vec<Enrolled>, Unavailable>;
    /// Adds a bank, or changes the name and token of one.
    async fn put(&self, participant: &Participant, token: TokenHash) -> Result<(), ParticipantError>;
    /// What the bank knows from now on. False when no bank has this ISPB.
    async fn announce(&self, ispb: Ispb, features: &Features) -> Result<bool, Unavailable>;
    /// Takes a bank's token away. False when no bank has this code.
    async fn revoke(&self, code: BankCode) -> Result<bool, Unavailable>;
    /// Brings the participants in line with the banks file. Its banks get its names, and its tokens where the file has
    /// another one for that bank than when it was last read. A bank that was in the file then and is not now loses its token.
    async fn enroll(&self, file: &[(Participant, TokenHash)]) -> Result<(), ParticipantError>;
}

/// The instances of one hub, who show each other what they changed.
#[async_trait]
pub trait Instances: Send + Sync + 'static {
    /// Links `feed`, that of the instance called `name`, with those of the others, until it is dropped. No two may have
    /// the same name.
    async fn link(&self, feed: TransferFeed, name: u64);
}

/// The hub's memory.
pub struct Stores {
    pub transfers: Arc<dyn TransferStore>,
    pub directory: Arc<dyn DirectoryStore>,
    pub participants: Arc<dyn ParticipantStore>,
    pub dead_letters: Arc<dyn DeadLetters>,
}

/// The words of the hub as bytes for the topics of banks. The other direction is the outbox' `Decoder`.
pub trait Encoder: Send + Sync + 'static {
    /// What is said about `transfer`, to the bank that it is for; None when a bank that it names does not take part. Said
    /// again, it is the same message.
    fn encode(&self, transfer: &Transfer, outgoing: &Outgoing) -> Option<Message>;
}
