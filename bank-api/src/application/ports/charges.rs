//! What the bank's customers ask to be paid. Money itself reads and writes them with the books.

use crate::domain::{AccountId, Charge, ChargeStatus, Idempotency, Transfer};
use async_trait::async_trait;
use engine::Unavailable;
use pix::{Timestamp, Txid};

/// A charge to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCharge {
    pub charge: Charge,
    pub idempotency: Idempotency,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    Now,
    /// The same request made this before.
    Before(Box<Charge>),
    /// The idempotency key made another charge.
    KeyReused,
    /// The account is closed, or the key is not active for it.
    NotPayable,
}

/// Which charges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChargePage<'a> {
    pub status: Option<ChargeStatus>,
    /// Only those behind this one of the same account.
    pub after: Option<&'a Txid>,
    pub limit: i64,
    /// By which they expire.
    pub now: Timestamp,
}

/// A charge with its payments, the oldest first, a hundred at the most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChargeWithPayments {
    pub charge: Charge,
    pub payments: Vec<Transfer>,
}

/// Payments of one charge that are shown.
pub const PAYMENTS_MAX: usize = 100;

/// The charges of all accounts. Each call is one transaction.
#[async_trait]
pub trait Charges: Send + Sync + 'static {
    /// Writes a charge of an open account that has its key.
    async fn write(&self, new: &NewCharge) -> Result<Written, Unavailable>;
    async fn find(&self, account: AccountId, txid: &Txid) -> Result<Option<ChargeWithPayments>, Unavailable>;
    /// The one that a dynamic code leads to.
    async fn by_token(&self, token: &str) -> Result<Option<Charge>, Unavailable>;
    /// The newest first.
    async fn page(&self, account: AccountId, page: ChargePage<'_>) -> Result<Vec<Charge>, Unavailable>;
    /// Takes it back, if it is neither paid nor taken back; as it stands then, or None where there is none. Its version
    /// counts on, so that no payment is committed that was decided before.
    async fn remove(
        &self,
        account: AccountId,
        txid: &Txid,
        now: Timestamp,
    ) -> Result<Option<Charge>, Unavailable>;
}
