//! A round: something is broken under traffic and repaired, then all invariants are judged.

pub mod deaths;
pub mod fault;
pub mod mutant;

use super::{
    checks::verdict::PoisonReason,
    faults::mutants::{Must, Mutant},
};
use std::time::Duration;

/// Within this time after the repair everything must have ended: the services' promise.
pub const HEALED: Duration = Duration::from_secs(30);

/// What came of a round.
pub struct Round {
    pub fault: String,
    /// Instances of each service.
    pub instances: u16,
    /// Orders during the round, and how many of them were accepted.
    pub orders: usize,
    pub accepted: usize,
    /// From the repair until nothing was under way any more.
    pub recovered_in: Duration,
    pub verdict: PoisonReason,
}

impl Round {
    /// With this mutant planted: was it caught, or recovered from, as it must be?
    pub fn is_as_expected_of(&self, mutant: &Mutant) -> bool {
        self.verdict.holds() == (mutant.must == Must::Heal)
    }
}
