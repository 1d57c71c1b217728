//! What a bank says about a transfer.

use pix::{Cents, EndToEndId, Instrument, Ispb, Party, Reason, Timestamp, Txid};
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
