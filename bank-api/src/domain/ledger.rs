//! The books: a posting takes from one account what it gives to another, so it balances by construction.

use super::AccountId;
use pix::{Cents, EndToEndId};

/// An account of the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Ledger {
    Customer(AccountId),
    /// Taken from payers, not yet settled or refunded.
    InFlight,
    /// The position against the hub: what other banks owe us, or we them.
    Settlement,
    /// Issues opening money.
    Treasury,
}

impl Ledger {
    /// The customer, if it is one.
    pub fn customer(self) -> Option<AccountId> {
        match self {
            Self::Customer(id) => Some(id),
            Self::InFlight | Self::Settlement | Self::Treasury => None,
        }
    }
}

/// What a posting is to its customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PostingKind {
    /// Treasury → customer.
    Opening,
    /// Customer → in-flight.
    Sent,
    /// Settlement or in-flight → customer.
    Received,
    /// In-flight → customer.
    Refund,
    /// In-flight → settlement.
    Settled,
}

/// Money moves from `debit` to `credit`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// None for opening money.
    pub transfer: Option<EndToEndId>,
    pub kind: PostingKind,
    pub debit: Ledger,
    pub credit: Ledger,
    /// Above zero.
    pub amount: Cents,
}

impl Posting {
    /// May it leave an account that it is credited to with so much? What comes back to its payer always may.
    pub fn fits(&self, balance_after: Cents) -> bool {
        let is_return = self.transfer.is_some_and(|id| id.is_return());
        self.kind != PostingKind::Received || is_return || balance_after <= Cents::BALANCE_MAX
    }
}
