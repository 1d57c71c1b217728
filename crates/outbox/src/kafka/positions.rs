//! Where a reader stands in each partition. Pure.

use super::watch::Partition;
use std::collections::HashMap;

/// The next offset to read of each partition, by what has become of those before it.
#[derive(Debug, Default, Clone)]
pub struct Positions {
    /// Handed out, not settled yet.
    polled: HashMap<Partition, i64>,
    settled: HashMap<Partition, i64>,
    /// Those of the settled ones that the broker has not been told of.
    untold: HashMap<Partition, i64>,
}

impl Positions {
    /// A record was handed out.
    pub fn polled(&mut self, topic: &str, partition: i32, offset: i64) {
        self.polled.insert((topic.to_owned(), partition), offset + 1);
    }

    /// All that was handed out is settled.
    pub fn settle(&mut self) {
        let moved: Vec<_> = self.polled.drain().collect();
        self.untold.extend(moved.iter().cloned());
        self.settled.extend(moved);
    }

    /// What the broker is to be told now: all that is settled and that it was not told of yet.
    pub fn take_untold(&mut self) -> Vec<(Partition, i64)> {
        self.untold.drain().collect()
    }

    /// The broker may not have taken what it was told.
    pub fn tell_all_again(&mut self) {
        self.untold.clone_from(&self.settled);
    }

    /// The next offset to be handed out, where a record of this partition was handed out before.
    pub fn next(&self, partition: &Partition) -> Option<i64> {
        self.polled.get(partition).or_else(|| self.settled.get(partition)).copied()
    }

    /// The partitions are another reader's now, or their log is another one.
    pub fn forget(&mut self) {
        self.polled.clear();
        self.settled.clear();
        self.untold.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(partition: i32, next: i64) -> (Partition, i64) {
        (("t".to_owned(), partition), next)
    }

    #[test]
    fn the_broker_is_told_once_and_again_where_it_did_not_listen() {
        let mut positions = Positions::default();
        positions.polled("t", 0, 7);
        positions.settle();
        positions.polled("t", 0, 8);
        positions.settle();
        assert_eq!(positions.take_untold(), [at(0, 9)], "of two batches the last position");
        positions.polled("t", 1, 2);
        positions.settle();
        assert_eq!(positions.take_untold(), [at(1, 3)], "only what is new");
        positions.tell_all_again();
        let mut all = positions.take_untold();
        all.sort();
        assert_eq!(all, [at(0, 9), at(1, 3)]);
    }

    #[test]
    fn what_is_not_settled_is_never_told() {
        let mut positions = Positions::default();
        positions.polled("t", 0, 7);
        positions.tell_all_again();
        assert_eq!(positions.take_untold(), []);
    }

    #[test]
    fn nothing_is_said_of_partitions_that_another_reads() {
        let mut positions = Positions::default();
        positions.polled("t", 0, 7);
        positions.settle();
        positions.forget();
        positions.tell_all_again();
        assert_eq!(positions.take_untold(), []);
    }
}
