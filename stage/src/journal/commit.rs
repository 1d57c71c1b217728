//! What the ledgers note: steps of transfers' lives.

use serde::{Deserialize, Serialize};

use super::Place;

/// What a ledger noted of a transfer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Commit {
    pub place: Place,
    pub end_to_end_id: String,
    /// None in the hub, whose books have no customers.
    pub side: Option<Side>,
    pub status: String,
    /// Of the transfer's life, 1 to 6.
    pub step: u8,
    pub amount_cents: i64,
    pub payer: Option<String>,
    pub payee: Option<String>,
    pub key: Option<String>,
    /// Why it was rejected.
    pub reason: Option<String>,
}

impl Commit {
    /// Nothing more will be said of the transfer: the hub closed it, or it never left its bank.
    pub fn ends(&self) -> bool {
        self.step == 6 || (self.side == Some(Side::Inside) && self.status != "pending")
    }
}

/// Which way the money goes, seen from the ledger's bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Out,
    In,
    Inside,
}
