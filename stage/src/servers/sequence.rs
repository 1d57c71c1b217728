//! Rows that were numbered when they were made and show when they were committed: which of them are new? Pure.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

/// A number that does not show by then was given to a transaction that failed.
const GIVEN_UP: Duration = Duration::from_secs(10);

/// The numbers that were seen.
#[derive(Default)]
pub struct Sequence {
    last: i64,
    /// Left out so far.
    gaps: BTreeMap<i64, Instant>,
}

impl Sequence {
    /// All later ones are new.
    pub fn last(&self) -> i64 {
        self.last
    }

    /// And these, if they come.
    pub fn gaps(&self) -> Vec<i64> {
        self.gaps.keys().copied().collect()
    }

    /// Notes what was seen, in ascending order.
    pub fn saw(&mut self, numbers: impl IntoIterator<Item = i64>, now: Instant) {
        for number in numbers {
            if number <= self.last {
                self.gaps.remove(&number);
                continue;
            }
            self.gaps.extend((self.last + 1..number).map(|gap| (gap, now)));
            self.last = number;
        }
        self.gaps.retain(|_, since| now.duration_since(*since) < GIVEN_UP);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_shows_late_is_still_new() {
        let (mut sequence, now) = (Sequence::default(), Instant::now());
        sequence.saw([1, 2, 5], now);
        assert_eq!((sequence.last(), sequence.gaps()), (5, vec![3, 4]));
        sequence.saw([4, 6], now);
        assert_eq!((sequence.last(), sequence.gaps()), (6, vec![3]));
    }

    #[test]
    fn the_number_of_what_failed_is_not_waited_for_without_end() {
        let (mut sequence, now) = (Sequence::default(), Instant::now());
        sequence.saw([2], now);
        sequence.saw([], now + GIVEN_UP);
        assert_eq!(sequence.gaps(), Vec::<i64>::new());
    }
}
