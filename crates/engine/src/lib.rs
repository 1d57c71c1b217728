//! Decide, commit, publish: the one way in which anything changes.
//!
#![doc = include_str!("../README.md")]

mod backlog;
mod batch;
mod clock;
mod deadline;
mod decider;
mod error;
mod progress;
mod publish;
mod writer;

pub use batch::{BatchResult, Processed, process};
pub use clock::{Clock, Entropy, system_clock, system_entropy};
pub use deadline::{STATEMENT_MAX, in_time};
pub use decider::{Decided, DecidedBy, Decider, Outcome, Source};
pub use error::{CommitError, Unavailable};
pub use progress::{Progress, Work};
pub use publish::{NoEffects, Publish};
pub use writer::{Intake, Writer};
