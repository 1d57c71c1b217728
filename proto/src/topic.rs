//! Topic names and the type names that travel in headers. Refuses to know how Kafka is reached.

use crate::v1::{from_bank, to_bank};
use std::fmt::Display;

/// What the topics that banks write begin with; the bank's three-digit code follows.
pub const FROM_BANK: &str = "codepix.from.";
/// What the topics that banks read begin with.
pub const TO_BANK: &str = "codepix.to.";
/// A regular expression of all topics that banks write, as Kafka's consumers take it.
pub const FROM_ALL_BANKS: &str = r"^codepix\.from\..+";

/// What a bank says when it has settled. The hub writes it down, and nobody waits for that.
pub const REPORTS: &[&str] = &["codepix.v1.TransferCompleted", "codepix.v1.TransferRefunded"];

/// The topic that bank `code` writes and the hub reads.
pub fn from_bank(code: impl Display) -> String {
    format!("{FROM_BANK}{code}")
}

/// The topic that the hub writes and bank `code` reads.
pub fn to_bank(code: impl Display) -> String {
    format!("{TO_BANK}{code}")
}

/// The topic that is read by whoever writes `topic`.
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
            Self::ReturnRequested(_) => "codepix.v1.ReturnRequested",
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
            Self::ReturnForwarded(_) => "codepix.v1.ReturnForwarded",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_writes_one_topic_of_a_bank_reads_the_other() {
        assert_eq!(asked_at("codepix.from.002").as_deref(), Some("codepix.to.002"));
        assert_eq!(asked_at("codepix.to.001").as_deref(), Some("codepix.from.001"));
        assert_eq!(asked_at("something.else"), None);
    }

    #[test]
    fn reports_are_what_follows_a_settlement() {
        let id = || "E1000000120261124173000AbCdEfGhI".to_owned();
        let completed = from_bank::Body::Completed(crate::v1::TransferCompleted { end_to_end_id: id() });
        let refunded = from_bank::Body::Refunded(crate::v1::TransferRefunded { end_to_end_id: id() });
        assert_eq!(REPORTS, [completed.type_name(), refunded.type_name()]);
    }

    #[test]
    fn the_expression_for_all_topics_is_the_beginning_with_its_dots_escaped() {
        assert_eq!(FROM_ALL_BANKS, format!("^{}.+", FROM_BANK.replace('.', r"\.")));
    }
}
