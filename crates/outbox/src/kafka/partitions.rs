//! Into which partition messages go: all of one batch to the same, each batch to the next.
//!
//! Neither order nor duplicates matter to any reader, so nothing asks for the messages of one transfer in one place. But what
//! leaves together arrives together only in one partition: of others each has its own request, and the reader wakes up for
//! the first of them.

use rdkafka::metadata::Metadata;
use std::{
    collections::HashMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};

/// The partitions of all topics, as the broker named them last.
#[derive(Debug, Default)]
pub struct Partitions {
    counts: Mutex<HashMap<String, usize>>,
    batches: AtomicU32,
}

/// Where the messages of one batch go.
pub struct Place<'a> {
    counts: MutexGuard<'a, HashMap<String, usize>>,
    batch: u32,
}

impl Partitions {
    pub fn learn(&self, metadata: &Metadata) {
        let counts =
            metadata.topics().iter().map(|topic| (topic.name().to_owned(), topic.partitions().len()));
        *self.counts() = counts.collect();
    }

    pub fn next_batch(&self) -> Place<'_> {
        Place { counts: self.counts(), batch: self.batches.fetch_add(1, Ordering::Relaxed) }
    }

    fn counts(&self) -> MutexGuard<'_, HashMap<String, usize>> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place<'_> {
    /// None where the broker has not named the topic: then the message's key decides.
    pub fn of(&self, topic: &str) -> Option<i32> {
        let count = u32::try_from(*self.counts.get(topic)?).ok()?;
        i32::try_from(self.batch.checked_rem(count)?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_goes_to_one_partition_and_the_next_to_another() {
        let partitions = Partitions::default();
        partitions.counts().extend([("four".to_owned(), 4), ("one".to_owned(), 1), ("none".to_owned(), 0)]);
        let places: Vec<_> = (0..5).map(|_| partitions.next_batch().of("four")).collect();
        assert_eq!(places, [Some(0), Some(1), Some(2), Some(3), Some(0)]);
        let place = partitions.next_batch();
        assert_eq!((place.of("one"), place.of("none"), place.of("new")), (Some(0), None, None));
    }
}
