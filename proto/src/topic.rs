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
