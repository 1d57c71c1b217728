//! What the hub's writer remembers: transfers that have not ended, and the registrations of keys that were paid.
//!
//! Another instance may have changed either since. So nothing here is known to be true: a change that was decided on it is
//! committed only where it is (the version, and [`super::TransferChange::entry`]), and what changes nothing is decided again
//! from the store (see `engine`). What is not here is asked for, but for one thing that hardly ever is: the transfer that a
//! request may be a repeat of. The commit finds that, too.

use super::ports::{Returns, TransferChange};
use crate::domain::{Entry, Status, Transfer};
use engine::Outcome;
use lru::LruCache;
use pix::EndToEndId;
use std::{
    num::NonZeroUsize,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Of each kind, those that were needed last: some 30 MiB together.
const KEPT_MAX: NonZeroUsize = NonZeroUsize::new(32_768).expect("it is above zero");

/// Shared by the batches of one writer.
pub struct Recall(Mutex<Memory>);

struct Memory {
    transfers: LruCache<EndToEndId, Transfer>,
    entries: LruCache<String, Entry>,
}

impl Default for Recall {
    fn default() -> Self {
        Self(Mutex::new(Memory { transfers: LruCache::new(KEPT_MAX), entries: LruCache::new(KEPT_MAX) }))
    }
}

impl Recall {
    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn transfer(&self, id: EndToEndId) -> Option<Transfer> {
        self.memory().transfers.get(&id).cloned()
    }

    pub fn entry(&self, key: &str) -> Option<Entry> {
        self.memory().entries.get(key).cloned()
    }

    /// What became of the changes, and the entries that they were decided on.
    pub fn committed<'a>(
        &self,
        changes: impl Iterator<Item = (&'a TransferChange, &'a Outcome)>,
        entries: impl Iterator<Item = &'a Entry>,
    ) {
        let mut memory = self.memory();
        for entry in entries {
            memory.entries.put(entry.key.as_str().to_owned(), entry.clone());
        }
        for (TransferChange { next, returns, .. }, outcome) in changes {
            if let Some(Returns::Counts { original, .. }) = returns.as_deref() {
                memory.transfers.pop(&original.id);
            }
            let ended = matches!(next.status, Status::Completed | Status::Refunded);
            match outcome {
                Outcome::Committed if !ended => drop(memory.transfers.put(next.id, next.clone())),
                Outcome::Committed => drop(memory.transfers.pop(&next.id)),
                Outcome::Stale => {
                    memory.transfers.pop(&next.id);
                    memory.entries.pop(&next.key);
                }
            }
        }
    }
}
