//! The hub's stores in memory, for tests and the simulator. They keep the same contracts as those in PostgreSQL.

mod alone;
mod directory;
mod participants;
mod transfers;

pub use alone::Alone;
pub use directory::MemoryDirectory;
pub use participants::MemoryParticipants;
pub use transfers::MemoryTransfers;

use crate::application::Stores;
use outbox::memory::MemoryDeadLetters;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// All stores, empty.
pub fn stores() -> Stores {
    let transfers = MemoryTransfers::default();
    Stores {
        directory: Arc::new(transfers.directory.clone()),
        transfers: Arc::new(transfers),
        participants: Arc::new(MemoryParticipants::default()),
        dead_letters: Arc::new(MemoryDeadLetters::default()),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
