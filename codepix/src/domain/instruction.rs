//! What a bank says about a transfer.

use pix::{Cents, EndToEndId, Instrument, Ispb, Party, Reason, ReturnReason, Timestamp, Txid};
use uuid::Uuid;

/// What the origin bank asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub amount: Cents,
    /// Normalised.
    pub key: String,
    /// At most 140 characters; may be empty.
    pub description: String,
    /// The registration of the key that the payer saw, if it looked.
    pub entry_id: Option<Uuid>,
    pub payer: Party,
    /// The charge that it pays.
    pub txid: Option<Txid>,
    pub instrument: Instrument,
    /// By the origin's clock, if it said.
    pub accepted_at: Option<Timestamp>,
}

/// What the bank of a payee asks for that gives money back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnOrder {
    /// The transfer of which it is a part, or all.
    pub original: EndToEndId,
    pub amount: Cents,
    pub reason: ReturnReason,
    /// At most 140 characters; may be empty.
    pub description: String,
    /// Who returns: the original's payee.
    pub payer: Party,
    /// By the clock of the bank that returns, if it said.
    pub accepted_at: Option<Timestamp>,
}

/// Who was credited.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Payee {
    pub name: String,
    pub tax_id_masked: String,
}

/// What a bank says about a transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Origin: please move this money.
    Request(Box<Order>),
    /// Origin of a return, which is the destination of what it returns: please move this money back.
    Return(Box<ReturnOrder>),
    /// Origin: a request whose id can be read and whose rest cannot.
    Malformed,
    /// Destination: credited, final.
    Confirm(Payee),
    /// Destination: refused, nothing was credited.
    Reject(Reason),
    /// Origin: settled.
    Complete,
    /// Origin: the payer has the money back.
    Refund,
}

/// A command, about which transfer, by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instruction {
    pub id: EndToEndId,
    pub sender: Ispb,
    pub command: Command,
}
