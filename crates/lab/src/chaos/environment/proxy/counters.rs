//! Counts connections and bytes.

use super::link::Direction;
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};
use tokio::sync::watch;

/// The counters of one proxy.
#[derive(Default)]
pub struct Counters {
    /// A channel, so that tests can wait for a number.
    pub(super) connections: watch::Sender<usize>,
    to_server: AtomicU64,
    to_client: AtomicU64,
}

impl Counters {
    pub fn connections(&self) -> usize {
        *self.connections.borrow()
    }

    pub fn delivered(&self, direction: Direction) -> u64 {
        self.bytes(direction).load(Ordering::Relaxed)
    }

    pub fn add(&self, direction: Direction, bytes: usize) {
        self.bytes(direction).fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// Counts a connection until what it returns is dropped.
    pub fn enter(self: &Arc<Self>) -> Entry {
        self.connections.send_modify(|count| *count += 1);
        Entry(Arc::clone(self))
    }

    fn bytes(&self, direction: Direction) -> &AtomicU64 {
        match direction {
            Direction::ToServer => &self.to_server,
            Direction::ToClient => &self.to_client,
        }
    }
}

/// A counted connection.
pub struct Entry(Arc<Counters>);

impl Entry {
    pub fn counters(&self) -> &Counters {
        &self.0
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.0.connections.send_modify(|count| *count -= 1);
    }
}
