//! Where messages rest that cannot be acted on, so that a partition goes on and nothing is thrown away unseen.
//!
//! A letter is named by its topic, the sender's id and its bytes. A topic has a quota, so that no sender fills the disk:
//! what comes beyond it is counted and not kept.

use crate::{
    message::{Message, Record},
    producer::ConfirmedProducer,
};
use async_trait::async_trait;
use engine::Unavailable;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// The longest payload that is kept, in bytes: poison may be as large as the broker lets it be.
pub const PAYLOAD_MAX: usize = 64 << 10;
/// Letters of one topic, at the most.
pub const LETTERS_MAX: i64 = 1000;
/// Payloads of one topic together, in bytes.
pub const TOPIC_BYTES_MAX: i64 = 16 << 20;

/// A message that was put aside, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter {
    pub topic: String,
    pub message_id: String,
    pub payload: Vec<u8>,
    pub reason: String,
}

impl DeadLetter {
    pub fn new(record: &Record, reason: impl Into<String>) -> Self {
        let (topic, payload) = (record.topic.clone(), record.payload.clone());
        Self { topic, message_id: record.name(), payload, reason: reason.into() }
    }

    /// Of the whole payload, also where less is kept.
    pub fn payload_hash(&self) -> [u8; 32] {
        Sha256::digest(&self.payload).into()
    }

    /// What is kept of the payload.
    pub fn kept(&self) -> &[u8] {
        &self.payload[..self.payload.len().min(PAYLOAD_MAX)]
    }

    /// Is only the beginning kept?
    pub fn is_cut(&self) -> bool {
        self.payload.len() > PAYLOAD_MAX
    }
}

/// A dead letter as the store keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredDeadLetter {
    /// Names it in this store. Later letters have higher numbers.
    pub number: i64,
    pub letter: DeadLetter,
    /// Only the beginning of the payload is there.
    pub cut: bool,
    /// How often it arrived.
    pub count: i64,
    pub first_seen: Timestamp,
}

/// Which letters, oldest first.
#[derive(Debug, Clone, Default)]
pub struct DeadLetterPage {
    /// None: of all topics.
    pub topic: Option<String>,
    /// Exclusive; 0 for the first page.
    pub after: i64,
    pub limit: i64,
}

/// A page of letters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeadLetterList {
    pub letters: Vec<StoredDeadLetter>,
    /// So many more messages came beyond the quota of their topic, and were only counted.
    pub not_kept: i64,
}

/// The store of dead letters.
#[async_trait]
pub trait DeadLetters: Send + Sync + 'static {
    /// Puts messages aside; the same bytes under the same id are counted. Beyond [`LETTERS_MAX`] or [`TOPIC_BYTES_MAX`]
    /// of a topic messages are only counted.
    async fn park(&self, letters: Vec<DeadLetter>) -> Result<(), Unavailable>;
    async fn list(&self, page: &DeadLetterPage) -> Result<DeadLetterList, Unavailable>;
    /// One of them, if it is there.
    async fn find(&self, number: i64) -> Result<Option<StoredDeadLetter>, Unavailable>;
    /// Takes one out, unless it has arrived again since it was looked at.
    async fn remove(&self, looked_at: &StoredDeadLetter) -> Result<(), Unavailable>;
}

/// What became of a letter that was to be given another try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retried {
    Published,
    /// There is no letter of this number.
    Unknown,
    /// Only the beginning of its payload was kept, which is another message: it stays where it is.
    Cut,
}

/// Publishes a letter again to its topic, under its own id, and then takes it out.
///
/// In this order, whoever dies in between has published a repeat at the worst, which changes nothing.
///
/// # Errors
/// [`Unavailable`] when the store or the broker is away; the letter is still there.
pub async fn retry_dead_letter(
    letters: &dyn DeadLetters,
    producer: &dyn ConfirmedProducer,
    number: i64,
) -> Result<Retried, Unavailable> {
    let Some(stored) = letters.find(number).await? else { return Ok(Retried::Unknown) };
    if stored.cut {
        return Ok(Retried::Cut);
    }
    let DeadLetter { topic, message_id, payload, .. } = stored.letter.clone();
    // Ids are `<end-to-end id>/<type>`, and a transfer's messages keep to one partition.
    let (key, kind) = message_id.split_once('/').unwrap_or((&message_id, ""));
    let (key, kind) = (key.to_owned(), kind.to_owned());
    producer.send_and_confirm(Message { id: message_id, topic, key, kind, payload }).await?;
    letters.remove(&stored).await?;
    Ok(Retried::Published)
}
