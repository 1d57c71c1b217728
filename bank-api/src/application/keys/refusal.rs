//! Why a customer does not get what it wants of a key.

use crate::application::ports::HoldingBank;
use engine::Unavailable;
use pix::KeyError;
use std::time::Duration;

/// Nothing has changed, unless the variant says so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyRefusal {
    #[error(transparent)]
    Malformed(#[from] KeyError),
    #[error("write the key; only a random key is drawn for you")]
    Missing,
    #[error("leave the key out; a random key is drawn for you")]
    DrawnForYou,
    #[error("a CPF or CNPJ key must be the account holder's own number")]
    NotTheHolders,
    #[error("the account is closed; a closed account gets no keys")]
    Closed,
    #[error("the account does not exist; log in again")]
    NoAccount,
    #[error("this key is yours already")]
    YoursAlready,
    #[error("this key is already registered{}; remove it there first", at(.0.as_ref()))]
    Taken(Option<HoldingBank>),
    /// A rule of the directory, in its own words.
    #[error("{0}")]
    Rule(String),
    #[error("nobody has registered this key; check it with the person you want to pay")]
    Nobody,
    #[error("you have no such key")]
    NotAmongYours,
    #[error("too many lookups; wait {} seconds, then try again", .retry_after.as_secs())]
    TooManyLookups { retry_after: Duration },
    #[error("too many of your keys still wait for the key directory; try again later")]
    TooManyWaiting,
    #[error("the key directory is not available; try again in a moment")]
    HubAway,
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

fn at(holder: Option<&HoldingBank>) -> String {
    holder.map(|bank| format!(" at {} ({})", bank.name, bank.code)).unwrap_or_default()
}
