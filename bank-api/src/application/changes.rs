//! What changed for an account since somebody was last told.
//!
//! Every change of an account's transfer comes with a movement of that account, and movements are numbered in the order of
//! their commits. The one exception is a transfer that was sent and is now settled, which moves money of the bank only; so
//! those that are open are remembered, each with its version.

use crate::domain::{Side, Status, Transfer};
use pix::{Cents, EndToEndId, Timestamp};
use std::collections::HashMap;

/// What somebody has been told of an account.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told {
    /// The number of the last movement.
    pub movement: i64,
    /// Transfers that can change without a movement, and the version that was told.
    pub open: HashMap<EndToEndId, i64>,
}

/// One look at an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    pub balance: Cents,
    /// As they stand now; one that changed is never missing, one that did not may be among them.
    pub transfers: Vec<Transfer>,
    /// The number of the last movement that was looked at.
    pub movement: i64,
    /// There are more changes than one look takes: look again at once.
    pub more: bool,
    /// By the database's clock, read before all else.
    pub as_of: Timestamp,
}

impl Told {
    /// The changes have been told.
    pub fn tell(&mut self, changes: &Changes) {
        self.movement = self.movement.max(changes.movement);
        for transfer in changes.transfers.iter().filter(|transfer| transfer.side == Side::Out) {
            match transfer.status {
                Status::Pending => drop(self.open.insert(transfer.id, transfer.version)),
                Status::Completed | Status::Rejected => drop(self.open.remove(&transfer.id)),
            }
        }
    }
}
