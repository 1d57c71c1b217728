//! How the bank's words become bytes. The other direction is the outbox' `Decoder`.

use crate::domain::{Outgoing, Transfer};
use outbox::Message;

/// The words of the bank as bytes for its topic.
pub trait Encoder: Send + Sync + 'static {
    /// What is said about `transfer`. Said again, it is the same message.
    fn encode(&self, transfer: &Transfer, outgoing: &Outgoing) -> Message;
}
