//! What a phone has ordered, and what it has received.

use std::time::Instant;

/// What one may send, in cents.
pub const AMOUNTS: [i64; 3] = [100, 500, 1000];

/// An order to send, from the tap on.
#[derive(Clone, Debug)]
pub struct Order {
    /// Made once for each tap; the bank pays each key once.
    pub key: String,
    /// The number of the one who is paid.
    pub to: u32,
    pub amount_cents: i64,
    pub tapped: Instant,
    /// Its place among everything that moved on the phone.
    pub nth: u64,
    pub answer: Answer,
}

/// What the bank has said of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nothing yet; and perhaps it was asked in vain.
    None { in_vain: bool },
    /// The id of the transfer, whose state the journal tells.
    Accepted(String),
    /// The last part of the problem's type. Nothing was debited.
    Refused(String),
}

impl Order {
    /// May this be the name of an order? As the bank takes it, with ours before it.
    pub fn is_key(text: &str) -> bool {
        (8..=64).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    }

    pub fn is_answered(&self) -> bool {
        !matches!(self.answer, Answer::None { .. })
    }

    /// Of the transfer that came of it.
    pub fn transfer(&self) -> Option<&str> {
        match &self.answer {
            Answer::Accepted(id) => Some(id),
            Answer::None { .. } | Answer::Refused(_) => None,
        }
    }
}

/// Money that came in.
#[derive(Clone, Debug)]
pub struct Received {
    /// Of the transfer.
    pub id: String,
    /// The number of the one who paid, where it is one of the room.
    pub from: Option<u32>,
    /// The name, as the ledger has it.
    pub name: String,
    pub amount_cents: i64,
    pub nth: u64,
}
