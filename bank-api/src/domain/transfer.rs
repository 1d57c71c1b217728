//! A transfer as one bank knows it, on the side of its payer or of its payee, and what a decision about it is.

use super::{AccountId, PinChange, Posting};
use pix::{Cents, EndToEndId, Instrument, Party, Reason, ReturnReason, Timestamp, Txid};
use uuid::Uuid;

/// Whose side of the transfer this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// The payer is our customer.
    Out,
    /// The payee is our customer.
    In,
}

/// Where a transfer stands in this bank's books. The origin settles in the moment it learns of the confirmation, so
/// `confirmed` is a time here, not a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// The money is in flight.
    Pending,
    Completed,
    /// Refused on the payee's side; refunded on the payer's.
    Rejected,
}

/// The key under which a request may be repeated, and what the request was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idempotency {
    pub key: String,
    /// SHA-256 of what was asked, the PIN left out.
    pub hash: [u8; 32],
}

/// One side of a transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    pub id: EndToEndId,
    pub side: Side,
    /// None for money that was refused because there is no such account.
    pub account: Option<AccountId>,
    pub status: Status,
    pub amount: Cents,
    /// Where it goes: a Pix key; of a return, the id of what it returns.
    pub key: String,
    pub description: String,
    pub entry_id: Option<Uuid>,
    /// The charge that it pays.
    pub txid: Option<Txid>,
    pub instrument: Instrument,
    /// Both customers are ours: the hub never hears of it.
    pub inside: bool,
    /// The other side; the payer learns the payee with the confirmation.
    pub counterparty: Option<Party>,
    pub reason: Option<Reason>,
    pub idempotency: Option<Idempotency>,
    pub pending_at: Timestamp,
    pub confirmed_at: Option<Timestamp>,
    pub completed_at: Option<Timestamp>,
    pub rejected_at: Option<Timestamp>,
    /// Counts the changes; guards the commit.
    pub version: i64,
}

impl Transfer {
    /// What it returns, if it is a return.
    pub fn original(&self) -> Option<EndToEndId> {
        self.key.parse().ok().filter(|_| self.id.is_return())
    }
}

/// What is known of a return besides its transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    pub id: EndToEndId,
    pub side: Side,
    /// Of which it is a part, or all.
    pub original: EndToEndId,
    pub amount: Cents,
    pub reason: ReturnReason,
}

/// What the bank says to the hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outgoing {
    /// Please move this money.
    Requested { payer: Party },
    /// Please move this back to who sent it.
    ReturnRequested { payer: Party, reason: ReturnReason },
    /// Credited.
    Confirmed { payee: Party, at: Timestamp },
    /// Refused.
    Rejected { reason: Reason, at: Timestamp },
    /// Settled.
    Completed,
    /// The payer has the money back.
    Refunded,
}

/// What becomes of the question that stands open about a transfer, as long as the bank waits for the hub's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Question {
    /// It stays as it is, or there is none.
    #[default]
    Keep,
    /// What goes out is asked until the answer is there.
    Ask(EndToEndId),
    /// The answer is there.
    Close(EndToEndId),
}

/// What follows from a command: the next states, the money that moves, the words that are sent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decision {
    pub transfers: Vec<Transfer>,
    pub postings: Vec<Posting>,
    pub pin: Option<PinChange>,
    pub outgoing: Option<Outgoing>,
    pub question: Question,
    /// Holds only while these accounts are open.
    pub open: Vec<AccountId>,
    /// Of the returns among the transfers.
    pub returned: Vec<Returned>,
}

impl Decision {
    /// Nothing changes; at most an answer goes out.
    pub fn changes_nothing(&self) -> bool {
        self.transfers.is_empty() && self.postings.is_empty() && self.pin.is_none()
    }
}

/// A message that no honest hub sends. Changes nothing, is answered to nobody, is put aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Contradiction {
    #[error("this bank never sent such a transfer")]
    Unknown,
    #[error("the id is known with another payer, key, amount, charge or instrument")]
    OtherOrder,
    #[error("a transfer that is {0:?} here cannot take this step")]
    NoSuchStep(Status),
    #[error("an amount must be above zero")]
    NoMoney,
}
