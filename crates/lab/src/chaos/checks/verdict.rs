//! The invariants by name, and how they stand after a fault.

use std::{collections::BTreeMap, fmt};

/// What must hold whatever was broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Invariant {
    /// In time every accepted transfer has ended, no question is open, every message is read, every key is settled.
    Ended,
    /// The audit: books balance, positions sum up, hub and banks agree on every transfer.
    Books,
    /// An accepted order is exactly one transfer, a refused one none, one without an answer at most one.
    Once,
    /// Each customer has what the orders make it, to the cent.
    Balances,
    /// A key has one owner, and hub and banks agree who.
    Keys,
    /// Dead letters are what nobody can read, and nothing else.
    Letters,
    /// Nobody was ever shown what must not be: two owners, a key that is not found, a balance below zero, an answer of 500,
    /// another's order; and no log says who somebody is.
    Seen,
}

/// All of them.
pub const ALL: [Invariant; 7] = [
    Invariant::Ended,
    Invariant::Books,
    Invariant::Once,
    Invariant::Balances,
    Invariant::Keys,
    Invariant::Letters,
    Invariant::Seen,
];

/// Which of them are broken, and where.
#[derive(Default)]
pub struct PoisonReason {
    pub broken: BTreeMap<Invariant, Vec<String>>,
}

impl PoisonReason {
    pub fn holds(&self) -> bool {
        self.broken.is_empty()
    }

    pub fn add(&mut self, invariant: Invariant, what: impl IntoIterator<Item = String>) {
        let what: Vec<_> = what.into_iter().collect();
        if !what.is_empty() {
            self.broken.entry(invariant).or_default().extend(what);
        }
    }
}

impl fmt::Display for PoisonReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (invariant, what) in &self.broken {
            writeln!(f, "    {invariant:?}: {} broken", what.len())?;
            for line in what.iter().take(5) {
                writeln!(f, "      {line}")?;
            }
        }
        Ok(())
    }
}
