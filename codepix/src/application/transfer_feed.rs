//! Tells watchers which transfers have changed: those of this instance at once, those of other instances through
//! whoever links them. Refuses to know how that link works.

use crate::domain::Transfer;
use pix::EndToEndId;
use std::sync::Arc;
use tokio::sync::broadcast::{Receiver, Sender, channel};

/// Events that a slow watcher may fall behind.
const EVENTS_MAX: usize = 4096;
/// Batches that a slow link to the other instances may fall behind.
const BATCHES_MAX: usize = 1024;

/// What a watcher is told.
#[derive(Debug, Clone)]
pub enum FeedEvent {
    /// This is the new state of a transfer.
    Changed(Arc<Transfer>),
    /// Some changes may not have been reported.
    Missed,
}

/// Distributes changes within this process. Cheap to clone.
#[derive(Debug, Clone)]
pub struct TransferFeed {
    events: Sender<FeedEvent>,
    committed: Sender<Arc<[EndToEndId]>>,
}

impl Default for TransferFeed {
    fn default() -> Self {
        Self { events: channel(EVENTS_MAX).0, committed: channel(BATCHES_MAX).0 }
    }
}

impl TransferFeed {
    /// All events from now on.
    pub fn watch(&self) -> Receiver<FeedEvent> {
        self.events.subscribe()
    }

    /// Whether this process has a watcher.
    pub fn is_watched(&self) -> bool {
        self.events.receiver_count() > 0
    }

    /// The ids that this instance commits from now on, batch by batch, to be passed on to the other instances.
    pub fn committed(&self) -> Receiver<Arc<[EndToEndId]>> {
        self.committed.subscribe()
    }

    /// Reports what this instance has committed, here and to the other instances.
    pub fn announce<'a>(&self, transfers: impl Iterator<Item = &'a Transfer> + Clone) {
        if self.committed.receiver_count() > 0 {
            let ids: Arc<[_]> = transfers.clone().map(|transfer| transfer.id).collect();
            // It fails only if the receiver has just gone away.
            drop(self.committed.send(ids));
        }
        self.show(transfers);
    }

    /// Shows the present state of transfers to the watchers of this process.
    pub fn show<'a>(&self, transfers: impl Iterator<Item = &'a Transfer>) {
        if self.is_watched() {
            // It fails only if the last watcher has just gone away.
            transfers
                .for_each(|transfer| drop(self.events.send(FeedEvent::Changed(Arc::new(transfer.clone())))));
        }
    }

    /// Tells the watchers of this process that they may have missed something.
    pub fn missed(&self) {
        drop(self.events.send(FeedEvent::Missed));
    }
}
