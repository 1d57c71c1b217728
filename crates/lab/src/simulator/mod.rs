//! The whole system on one thread, from one seed: the real writers, consumers and sweepers over stores in memory.
//!
//! Messages are lost, doubled, delayed and reordered; logs are wiped and read again; commits fail before and after the
//! fact, or in part; processes die between any two steps and run twice; a bank is away for hours; clocks are set, those of
//! the databases too. Then all faults end, and every transfer must come to its
//! end with the money exact. The seed of a failure replays it. In reading order: [`world`], [`process`], [`invariants`].

mod chance;
pub mod cli;
mod clients;
mod cluster;
mod forger;
mod invariants;
mod mutants;
mod network;
mod process;
mod stepped;
mod stores;
mod world;

pub use mutants::Mutant;
pub use world::FaultModel;

use invariants::Breach;
use std::sync::LazyLock;
use tokio::runtime::{Builder, Runtime};

/// What a run came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Report {
    /// Steps until everything had come to rest.
    pub steps: usize,
    /// Transfers that banks accepted.
    pub accepted: usize,
    /// How many of them were credited.
    pub completed: usize,
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
}

/// Runs one world. The same seed, mutant and model give the same run.
///
/// # Errors
/// [`Failure`] when an invariant does not hold.
pub fn run(seed: u64, mutant: Option<Mutant>, model: FaultModel) -> Result<Report, Failure> {
    // The services' deadlines are made of a runtime's time. Nobody turns this one: here time is a number, and none passes.
    static STILL: LazyLock<Option<Runtime>> =
        LazyLock::new(|| Builder::new_current_thread().enable_time().build().ok());
    let _inside = STILL.as_ref().map(Runtime::enter);
    world::World::new(seed, mutant, model).run()
}
