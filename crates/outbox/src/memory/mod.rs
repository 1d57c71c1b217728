//! The delivery guarantee without a broker or a database: topics, questions and dead letters in memory.
//!
//! Proves that the ports say all there is to say, and carries the simulator and the system in one process.

mod broker;
mod dead_letters;
mod log;
mod questions;
mod seen;
mod topics;

pub use broker::MemoryBroker;
pub use dead_letters::MemoryDeadLetters;
pub use log::{MemoryLog, WaitingLog};
pub use questions::MemoryQuestions;
pub use seen::Seen;
pub use topics::Watcher;

use std::sync::{Mutex, MutexGuard, PoisonError};

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
