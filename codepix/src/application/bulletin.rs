//! Tells those who watch which transfers have changed: here at once, and at other instances of the hub through whoever
//! carries the news between them. Refuses to know how it travels.

use crate::domain::Transfer;
use pix::EndToEndId;
use std::sync::Arc;
use tokio::sync::broadcast::{Receiver, Sender, channel};

/// Changes that a slow watcher may fall behind.
const CHANGES_MAX: usize = 4096;
/// Batches that a slow carrier may fall behind.
const BATCHES_MAX: usize = 1024;

/// What a watcher is told.
#[derive(Debug, Clone)]
pub enum Change {
    /// A transfer has moved on, to this state.
    Of(Arc<Transfer>),
    /// Something may have changed that nobody here was told of.
    Missed,
}

/// Where changes are told and heard. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Bulletin {
    changes: Sender<Change>,
    committed: Sender<Arc<[EndToEndId]>>,
}

impl Default for Bulletin {
    fn default() -> Self {
        Self { changes: channel(CHANGES_MAX).0, committed: channel(BATCHES_MAX).0 }
    }
}

impl Bulletin {
    /// All changes from now on.
    pub fn watch(&self) -> Receiver<Change> {
        self.changes.subscribe()
    }

    /// Does anybody here watch?
    pub fn is_watched(&self) -> bool {
        self.changes.receiver_count() > 0
    }

    /// What this instance commits from now on, batch by batch, for the carrier.
    pub fn committed(&self) -> Receiver<Arc<[EndToEndId]>> {
        self.committed.subscribe()
    }

    /// This instance has committed these.
    pub fn announce<'a>(&self, transfers: impl Iterator<Item = &'a Transfer> + Clone) {
        if self.committed.receiver_count() > 0 {
            let ids: Arc<[_]> = transfers.clone().map(|transfer| transfer.id).collect();
            // A carrier that went away this moment is no error.
            drop(self.committed.send(ids));
        }
        self.show(transfers);
    }

    /// Shows the present state of transfers to those who watch here.
    pub fn show<'a>(&self, transfers: impl Iterator<Item = &'a Transfer>) {
        if self.is_watched() {
            // Nobody watching is no error.
            transfers.for_each(|transfer| drop(self.changes.send(Change::Of(Arc::new(transfer.clone())))));
        }
    }

    /// Those who watch here may have missed something.
    pub fn missed(&self) {
        drop(self.changes.send(Change::Missed));
    }
}
