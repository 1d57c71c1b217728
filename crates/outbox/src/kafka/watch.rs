//! Notices a partition that has fallen silent: there is more to read, and nothing of it comes. Pure.
//!
//! A client library may lose a partition (an answer that never came, a fetch that was never started again) while all others
//! flow. Nothing but its end, beside the position, shows it.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

/// A topic's partition.
pub type Partition = (String, i32);

/// How long a partition may be behind without moving while the reader has time for it.
const SILENT_MAX: Duration = Duration::from_secs(10);
/// The same, while the reader always has others to read: what was fetched earlier comes first.
const BUSY_MAX: Duration = Duration::from_secs(30);

/// Where a partition stood when it was last looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub partition: Partition,
    /// The next offset to be handed out.
    pub next: i64,
    /// Behind the last record of the log.
    pub end: i64,
}

/// What is known of each partition that has more to read.
#[derive(Debug, Default)]
pub struct Watch {
    /// Since when it has stood at which position.
    behind: HashMap<Partition, (i64, Instant)>,
    /// Where those stood that fell silent and were not heard since.
    silent: HashMap<Partition, i64>,
    /// When the reader last had nothing left to hand out.
    emptied: Option<Instant>,
}

impl Watch {
    /// All that had been fetched has been handed out.
    pub fn emptied(&mut self, now: Instant) {
        self.emptied = Some(now);
    }

    /// Time up to now does not count: the reader took nothing, the broker did not answer, or another reader begins.
    pub fn restart(&mut self) {
        self.behind.clear();
        self.emptied = None;
    }

    /// Looks at all partitions of this reader. True when one has fallen silent.
    pub fn look(&mut self, places: &[Place], now: Instant) -> bool {
        let before = std::mem::take(&mut self.behind);
        for Place { partition, next, .. } in places.iter().filter(|place| place.next < place.end) {
            let since = match before.get(partition) {
                Some((stood, since)) if stood == next => *since,
                _ => now,
            };
            self.behind.insert(partition.clone(), (*next, since));
        }
        let stands = |partition: &Partition| self.behind.get(partition).map(|(next, _)| *next);
        self.silent.retain(|partition, stood| stands(partition) == Some(*stood));
        let overdue: Vec<_> =
            self.behind.iter().filter(|(_, (_, since))| overdue(*since, self.emptied, now)).collect();
        let any = !overdue.is_empty();
        self.silent.extend(overdue.into_iter().map(|(partition, (next, _))| (partition.clone(), *next)));
        any
    }

    /// Partitions that fell silent and were not heard since.
    pub fn silent(&self) -> usize {
        self.silent.len()
    }
}

/// Looks in a row at which there was nothing to read from.
///
/// A client that is told by a broker that it knows of no brokers, as a lone one does for a moment after its machine slept,
/// throws away the only one it has, and asks nobody ever again: librdkafka from 2.10 on starts its recovery when a broker
/// breaks off or a question has no answer, and there is none left to break off or to ask (librdkafka#5301).
#[derive(Debug, Default)]
pub struct Blind {
    unanswered: u32,
    /// The broker answers, and this reader has no partition.
    empty: u32,
}

impl Blind {
    /// Such looks until another reader begins.
    const MAX: u32 = 2;

    /// Takes in what a look showed, None where the broker did not answer. True when another reader should begin: ever more
    /// rarely, since a broker may be away for long, and more instances than partitions are no fault.
    pub fn look(&mut self, places: Option<&[Place]>) -> bool {
        (self.unanswered, self.empty) = match places {
            None => (self.unanswered + 1, self.empty),
            Some([]) => (0, self.empty + 1),
            Some(_) => (0, 0),
        };
        let count = if places.is_none() { self.unanswered } else { self.empty };
        count >= Self::MAX && count.is_power_of_two()
    }
}

fn overdue(since: Instant, emptied: Option<Instant>, now: Instant) -> bool {
    let waited = now.saturating_duration_since(since);
    // Records are handed out in the order in which they were fetched.
    let had_time = emptied.is_some_and(|emptied| emptied >= since + SILENT_MAX / 2);
    waited >= BUSY_MAX || (waited >= SILENT_MAX && had_time)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(partition: i32, next: i64, end: i64) -> Place {
        Place { partition: ("t".to_owned(), partition), next, end }
    }

    struct Clock(Instant);

    impl Clock {
        fn after(&self, seconds: u64) -> Instant {
            self.0 + Duration::from_secs(seconds)
        }
    }

    fn started() -> (Watch, Clock) {
        (Watch::default(), Clock(Instant::now()))
    }

    #[test]
    fn a_partition_that_stands_while_others_flow_is_silent_after_ten_seconds() {
        let (mut watch, clock) = started();
        for (seconds, flowing) in [(0, 10), (5, 20)] {
            watch.emptied(clock.after(seconds));
            assert!(!watch.look(&[at(0, 7, 9), at(1, flowing, 100)], clock.after(seconds)));
        }
        watch.emptied(clock.after(10));
        assert!(watch.look(&[at(0, 7, 50), at(1, 30, 100)], clock.after(10)));
        assert_eq!(watch.silent(), 1);
    }

    #[test]
    fn a_partition_with_nothing_left_to_read_is_not_silent() {
        let (mut watch, clock) = started();
        for seconds in [0, 20, 40] {
            watch.emptied(clock.after(seconds));
            assert!(!watch.look(&[at(0, 9, 9)], clock.after(seconds)));
        }
    }

    #[test]
    fn a_partition_that_waits_its_turn_behind_many_records_has_longer() {
        let (mut watch, clock) = started();
        assert!(!watch.look(&[at(0, 7, 9)], clock.after(0)));
        assert!(
            !watch.look(&[at(0, 7, 9)], clock.after(20)),
            "the reader had others to hand out all the time"
        );
        assert!(watch.look(&[at(0, 7, 9)], clock.after(30)));
    }

    #[test]
    fn time_in_which_nothing_was_read_does_not_count() {
        let (mut watch, clock) = started();
        assert!(!watch.look(&[at(0, 7, 9)], clock.after(0)));
        watch.restart();
        watch.emptied(clock.after(60));
        assert!(!watch.look(&[at(0, 7, 9)], clock.after(60)));
    }

    #[test]
    fn a_reader_whose_broker_does_not_answer_is_opened_anew_ever_more_rarely() {
        let mut blind = Blind::default();
        let opened: Vec<_> = (1..=16).filter(|_| blind.look(None)).collect();
        assert_eq!(opened.len(), 4, "{opened:?}: at the 2nd, 4th, 8th and 16th");
        assert!(!blind.look(Some(&[at(0, 7, 9)])));
        assert!(!blind.look(None), "once may be chance");
    }

    #[test]
    fn a_reader_without_a_partition_is_opened_anew_after_a_while() {
        let mut blind = Blind::default();
        let opened = (1..=16).filter(|_| blind.look(Some(&[]))).count();
        assert_eq!(opened, 4, "at the 2nd, 4th, 8th and 16th look");
    }

    #[test]
    fn a_silent_partition_counts_as_silent_until_it_moves() {
        let (mut watch, clock) = started();
        for seconds in [0, 10] {
            watch.emptied(clock.after(seconds));
            watch.look(&[at(0, 7, 9)], clock.after(seconds));
        }
        watch.restart();
        assert!(!watch.look(&[at(0, 7, 9)], clock.after(11)), "the next reader has its time");
        assert_eq!(watch.silent(), 1, "but nothing has been heard yet");
        watch.look(&[at(0, 8, 9)], clock.after(12));
        assert_eq!(watch.silent(), 0);
    }
}
