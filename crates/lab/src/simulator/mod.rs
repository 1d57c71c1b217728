//! The whole system on one thread, from one seed: the real writers, consumers and sweepers over stores in memory.
//!
//! Messages are lost, doubled, delayed and reordered; logs are wiped and read again; commits fail before and after they are
//! done, or in part; processes die between any two steps and run twice; a bank is down for hours; clocks are set, those of
//! the databases too. Then all faults end, and every transfer must come to its end with the money exact. The seed of a
//! failure replays it, and [`shrink`] finds the events that it needs. In reading order: [`setup`], [`simulation`],
//! [`slots`], [`process`], [`invariants`].

mod breach;
mod chance;
mod charged;
pub mod cli;
mod clients;
mod cluster;
mod event;
mod forger;
mod invariants;
mod mutants;
mod network;
mod process;
mod report;
mod return_mutants;
mod returns;
mod setup;
mod shrink;
mod simulation;
mod slots;
mod stepped;
mod store_clocks;
mod stores;

pub use event::Event;
pub use mutants::Mutant;
pub use report::{Failure, Report};
pub use setup::{FaultModel, Setup};
pub use shrink::Shrunk;

use simulation::Simulation;
use std::{collections::BTreeSet, sync::LazyLock, time::Duration};
use tokio::runtime::{Builder, Runtime};

/// The services' deadlines need a runtime's clock. Nothing drives this one: here time is a number, and none passes.
static RUNTIME: LazyLock<Option<Runtime>> =
    LazyLock::new(|| Builder::new_current_thread().enable_time().build().ok());

/// Runs one simulation. The same setup gives the same run.
///
/// # Errors
/// [`Failure`] when an invariant does not hold.
pub fn run(setup: Setup) -> Result<Report, Failure> {
    let _inside = RUNTIME.as_ref().map(Runtime::enter);
    Simulation::new(setup, BTreeSet::new()).run()
}

/// Finds a shorter run with the same failure, for at most so long.
pub fn shrink(setup: Setup, failure: Failure, time_max: Duration) -> Shrunk {
    let _inside = RUNTIME.as_ref().map(Runtime::enter);
    shrink::shrink(setup, failure, time_max)
}
