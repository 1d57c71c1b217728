//! Where messages rest that cannot be acted on, so that a partition goes on and nothing is thrown away.

use crate::{desk::Unavailable, message::Record};
use async_trait::async_trait;
use jiff::Timestamp;

/// A message that was put aside, and why. Unique per topic and message id.
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
}

/// A dead letter as the store keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredDeadLetter {
    pub letter: DeadLetter,
    /// How often it arrived.
    pub count: i64,
    pub first_seen: Timestamp,
}

/// The store of dead letters.
#[async_trait]
pub trait DeadLetters: Send + Sync + 'static {
    /// Puts messages aside; one that is there already is counted.
    async fn park(&self, letters: Vec<DeadLetter>) -> Result<(), Unavailable>;
    /// The oldest dead letters, `limit` at the most.
    async fn list(&self, limit: i64) -> Result<Vec<StoredDeadLetter>, Unavailable>;
    /// One of them, if it is there.
    async fn find(&self, topic: &str, message_id: &str) -> Result<Option<StoredDeadLetter>, Unavailable>;
    /// Takes one out, unless it has arrived again since it was looked at.
    async fn remove(&self, looked_at: &StoredDeadLetter) -> Result<(), Unavailable>;
}
