//! What the watchers tell each other, besides the journal.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use super::readers::{Position, Readers};
use crate::journal::{Entry, Journal};

/// Shared by the watchers of one scene.
#[derive(Default)]
pub struct Seen {
    readers: Mutex<Readers>,
    count: Mutex<Count>,
    /// The topics were wiped, and nothing was written to them since.
    wiped: AtomicBool,
    /// Since when every process is up and every line whole and fast.
    whole_since: Mutex<Option<Instant>>,
}

/// Since it was taken the last time.
#[derive(Default)]
pub struct Count {
    /// Messages by topic.
    pub messages: BTreeMap<String, u64>,
    /// Of each transfer that was completed, from its acceptance to its end in the payer's bank, in milliseconds.
    pub took_ms: Vec<f64>,
}

impl Seen {
    /// How far the groups have read. What `learn` finds out is written down.
    pub fn position(&self, journal: &Journal, learn: impl FnOnce(&mut Readers) -> Option<Position>) {
        let mut readers = lock(&self.readers);
        if let Some(Position { group, next }) = learn(&mut readers) {
            // Under the lock, so that no position is written behind a later one.
            journal.append(Entry::Position {
                group,
                topic: next.topic,
                partition: next.partition,
                offset: next.offset,
            });
        }
    }

    /// Everything was wiped, and nobody is to notice.
    pub fn begin_scene(&self) {
        (*lock(&self.readers), *lock(&self.count)) = (Readers::default(), Count::default());
        self.wiped.store(false, Ordering::Relaxed);
    }

    /// All logs begin anew.
    pub fn begin_anew(&self) {
        lock(&self.readers).forget();
        self.wiped.store(true, Ordering::Relaxed);
    }

    pub fn message(&self, topic: &str) {
        self.wiped.store(false, Ordering::Relaxed);
        let mut count = lock(&self.count);
        match count.messages.get_mut(topic) {
            Some(messages) => *messages += 1,
            None => drop(count.messages.insert(topic.to_owned(), 1)),
        }
    }

    pub fn completed(&self, took_ms: f64) {
        lock(&self.count).took_ms.push(took_ms);
    }

    pub fn take_count(&self) -> Count {
        std::mem::take(&mut *lock(&self.count))
    }

    /// Is every process up, and every line whole and fast, now?
    pub fn whole(&self, now: bool) {
        let mut since = lock(&self.whole_since);
        *since = now.then(|| since.unwrap_or_else(Instant::now));
    }

    /// For how long all has been whole; None while it is not.
    pub fn whole_for(&self) -> Option<Duration> {
        lock(&self.whole_since).map(|since| since.elapsed())
    }

    pub fn is_wiped(&self) -> bool {
        self.wiped.load(Ordering::Relaxed)
    }
}

/// Whoever panicked left nothing half done that matters to a picture.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
