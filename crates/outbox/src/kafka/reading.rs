//! How the reader gets on, for readiness and metrics.

use super::watch::{Partition, Place};
use std::{
    collections::HashSet,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

/// What a service may ask of its reader. Its clones are one.
#[derive(Debug, Clone, Default)]
pub struct Reading(Arc<Known>);

#[derive(Debug, Default)]
struct Known {
    silent: AtomicUsize,
    /// Partitions whose lag is shown.
    shown: Mutex<HashSet<Partition>>,
}

impl Reading {
    /// Partitions with unread messages of which nothing has come for ten seconds and more, although the store answers.
    pub fn silent_partitions(&self) -> usize {
        self.0.silent.load(Ordering::Relaxed)
    }

    pub(super) fn silent(&self, count: usize) {
        self.0.silent.store(count, Ordering::Relaxed);
        metrics::gauge!("silent_partitions").set(count as f64);
    }

    /// Shows how far each partition is behind. One that another instance reads now is not ours to be behind with.
    pub(super) fn lag(&self, places: &[Place]) {
        let mut shown = self.0.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let ours: HashSet<_> = places.iter().map(|place| place.partition.clone()).collect();
        shown.difference(&ours).for_each(|partition| show(partition, 0));
        places
            .iter()
            .for_each(|Place { partition, next, end }| show(partition, end.saturating_sub(*next).max(0)));
        *shown = ours;
    }
}

fn show((topic, partition): &Partition, messages: i64) {
    let labels = [("topic", topic.clone()), ("partition", partition.to_string())];
    metrics::gauge!("consumer_lag_messages", &labels).set(messages as f64);
}
