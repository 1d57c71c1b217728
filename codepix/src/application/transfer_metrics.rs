//! Counts what was committed, for operators: once for a batch, not once for a transfer.

use crate::domain::Status;

/// Counts the new states of a batch.
pub fn count(states: impl Iterator<Item = Status>) {
    let mut counts = [0; 5];
    states.for_each(|state| counts[place(state)] += 1);
    let names = ["pending", "confirmed", "completed", "rejected", "refunded"];
    for (name, count) in names.into_iter().zip(counts) {
        metrics::counter!("transfers_total", "state" => name).increment(count);
    }
}

fn place(state: Status) -> usize {
    match state {
        Status::Pending => 0,
        Status::Confirmed => 1,
        Status::Completed => 2,
        Status::Rejected => 3,
        Status::Refunded => 4,
    }
}
