//! The hub's stores in memory: proof that the ports say all there is to say, and the simulator's disk.

mod directory;
mod participants;
mod transfers;

pub use directory::MemoryDirectory;
pub use participants::MemoryParticipants;
pub use transfers::MemoryTransfers;

use crate::application::Stores;
use outbox::memory::MemoryDeadLetters;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// All stores, empty.
pub fn stores() -> Stores {
    Stores {
        transfers: Arc::new(MemoryTransfers::default()),
        directory: Arc::new(MemoryDirectory::default()),
        participants: Arc::new(MemoryParticipants::default()),
        dead_letters: Arc::new(MemoryDeadLetters::default()),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
