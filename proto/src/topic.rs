//! Topic names and the type names that travel in headers. Refuses to know how Kafka is reached.

use crate::v1::{from_bank, to_bank};

/// The prefix of the topics that banks write; the bank's three-digit code follows.
pub const FROM_BANK: &str = "codepix.from.";
/// The prefix of the topics that banks read.
pub const TO_BANK: &str = "codepix.to.";

/// The topic that bank `code` writes and the hub reads.
pub fn from_bank(code: &str) -> String {
    format!("{FROM_BANK}{code}")
}

/// The topic that the hub writes and bank `code` reads.
pub fn to_bank(code: &str) -> String {
    format!("{TO_BANK}{code}")
}

/// The topic on which those are asked who write `topic`: it is what they read.
pub fn asked_at(topic: &str) -> Option<String> {
    let bank = topic.strip_prefix(FROM_BANK).map(to_bank);
    bank.or_else(|| topic.strip_prefix(TO_BANK).map(from_bank))
}

impl from_bank::Body {
    /// The message's type name, as the header `ce_type` carries it.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Requested(_) => "codepix.v1.TransferRequested",
            Self::Confirmed(_) => "codepix.v1.TransferConfirmed",
            Self::Rejected(_) => "codepix.v1.TransferRejected",
            Self::Completed(_) => "codepix.v1.TransferCompleted",
            Self::Refunded(_) => "codepix.v1.TransferRefunded",
        }
    }
}

impl to_bank::Body {
    /// The message's type name, as the header `ce_type` carries it.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Forwarded(_) => "codepix.v1.TransferForwarded",
            Self::Confirmed(_) => "codepix.v1.TransferConfirmed",
            Self::Rejected(_) => "codepix.v1.TransferRejected",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_writes_a_topic_is_asked_on_the_other_one() {
        assert_eq!(asked_at("codepix.from.002").as_deref(), Some("codepix.to.002"));
        assert_eq!(asked_at("codepix.to.001").as_deref(), Some("codepix.from.001"));
        assert_eq!(asked_at("something.else"), None);
    }
}
