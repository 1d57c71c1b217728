//! What goes over the road: messages, decoded.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A message as it stands on its topic, decoded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Message {
    pub topic: String,
    pub partition: i32,
    pub offset: i64,
    /// Hub to bank: the account. Bank to hub: the transfer.
    pub key: Option<String>,
    pub end_to_end_id: String,
    pub kind: Kind,
    pub body: Value,
    pub traceparent: Option<String>,
    /// The same was already said on this topic.
    pub again: bool,
}

/// What a message says of its transfer. The topic tells who says it to whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Requested,
    Forwarded,
    Confirmed,
    Completed,
    Rejected,
    Refunded,
}

impl Kind {
    /// Of its word in the texts.
    pub fn text_key(self) -> &'static str {
        match self {
            Kind::Requested => "kind.requested",
            Kind::Forwarded => "kind.forwarded",
            Kind::Confirmed => "kind.confirmed",
            Kind::Completed => "kind.completed",
            Kind::Rejected => "kind.rejected",
            Kind::Refunded => "kind.refunded",
        }
    }
}
