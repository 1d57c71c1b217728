//! What the ledgers hold.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Place;

/// All ledgers read at one instant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Money {
    /// How long the reading took, in milliseconds.
    pub snapshot_ms: u32,
    /// Opening money: what the others must sum to.
    pub issued_cents: i64,
    /// What each bank owes its customers.
    pub banks: BTreeMap<Place, i64>,
    pub underway_cents: i64,
    pub accepted: u64,
    pub completed: u64,
    pub refunded: u64,
    /// How many transfers wait, by whom they wait for.
    pub waiting: BTreeMap<Place, u64>,
    /// Since when PostgreSQL does not answer; the other figures are then the last it gave.
    pub unanswered: Option<Timestamp>,
}

impl Money {
    /// What is there. It differs from what was issued only where something is wrong.
    pub fn total_cents(&self) -> i64 {
        self.banks.values().sum::<i64>() + self.underway_cents
    }
}
