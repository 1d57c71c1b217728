//! Why a transfer was rejected. One list for the whole system: contract, database, JSON and page.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The reason of a rejection. The payer has the money back in each case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Nobody has registered the key.
    UnknownKey,
    /// The key has moved since the payer looked at it.
    PayeeChanged,
    /// The payee's account is closed.
    AccountClosed,
    /// The payee's bank does not know the account.
    AccountUnknown,
    /// The request could not be understood.
    Malformed,
    /// The payee's bank does not want it.
    Refused,
    /// More would be returned than came.
    ReturnTooLarge,
    /// The bank that it is for does not know such messages.
    Unsupported,
}

/// A text that is no reason.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no reason for a rejection")]
pub struct ReasonError(String);

impl Reason {
    pub(crate) const ALL: [Reason; 8] = [
        Self::UnknownKey,
        Self::PayeeChanged,
        Self::AccountClosed,
        Self::AccountUnknown,
        Self::Malformed,
        Self::Refused,
        Self::ReturnTooLarge,
        Self::Unsupported,
    ];

    /// The name in JSON and in the databases.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UnknownKey => "unknown_key",
            Self::PayeeChanged => "payee_changed",
            Self::AccountClosed => "account_closed",
            Self::AccountUnknown => "account_unknown",
            Self::Malformed => "malformed",
            Self::Refused => "refused",
            Self::ReturnTooLarge => "return_too_large",
            Self::Unsupported => "unsupported",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Reason {
    type Err = ReasonError;

    fn from_str(text: &str) -> Result<Self, ReasonError> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == text).ok_or_else(|| ReasonError(text.into()))
    }
}
