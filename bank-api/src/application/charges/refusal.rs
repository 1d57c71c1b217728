//! Why there is no such charge.

use engine::Unavailable;

/// Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChargeRefusal {
    #[error("the amount must be at least R$ 0,01")]
    NoMoney,
    #[error("a charge expires after at least a minute and at most a year")]
    Expiry,
    #[error("a label has at most 60 characters, all of them visible")]
    Label,
    #[error("the key is none of your active ones; take one of /accounts/me/pix-keys")]
    NotYourKey,
    #[error("this Idempotency-Key was used for another charge; take a new one")]
    KeyReused,
    #[error("there is no such charge")]
    Nowhere,
    #[error("the charge was paid; return the money instead")]
    Paid,
    #[error("no code can be made of this charge: {0}")]
    Code(String),
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}
