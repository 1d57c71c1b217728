//! What a run came to: figures, or a failure with the events that led to it.

use super::{event::Event, invariants::Breach};

/// What a run came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Report {
    /// Steps until everything had come to rest.
    pub steps: usize,
    /// Transfers that banks accepted.
    pub accepted: usize,
    /// How many of them were credited.
    pub completed: usize,
    /// How many returns were credited.
    pub returned: usize,
    /// How often a process died.
    pub crashes: usize,
}

/// An invariant did not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("seed {seed}, step {step}: {breach}; replay it with `lab simulate --seed {seed}`")]
pub struct Failure {
    pub seed: u64,
    pub step: usize,
    pub breach: Breach,
    /// All that happened before.
    pub events: Vec<Event>,
}
