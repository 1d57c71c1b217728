//! Counts what somebody did, each within a window of time that begins with the first deed; in bounded memory, and in the
//! same few steps however many are counted. Where there are too many, the oldest windows are forgotten first: so only
//! what costs its doer something may be counted.

use std::{
    collections::{HashMap, VecDeque},
    hash::Hash,
    time::{Duration, Instant},
};

struct Window {
    since: Instant,
    count: u32,
}

/// Who did how much.
pub struct Windows<K> {
    length: Duration,
    remembered_max: usize,
    open: HashMap<K, Window>,
    /// In the order in which windows begin, those included that were forgotten since.
    begun: VecDeque<(Instant, K)>,
}

impl<K: Eq + Hash + Clone> Windows<K> {
    /// Windows of one length, at most so many.
    pub fn new(length: Duration, remembered_max: usize) -> Self {
        Self { length, remembered_max, open: HashMap::new(), begun: VecDeque::new() }
    }

    /// How much `who` did within a window that is not over, and how long that still lasts.
    pub fn count(&self, who: &K, now: Instant) -> (u32, Duration) {
        let window = self.open.get(who).map(|window| (window, self.left(window.since, now)));
        window.filter(|(_, left)| !left.is_zero()).map_or_else(Default::default, |(w, left)| (w.count, left))
    }

    pub fn add(&mut self, who: K, now: Instant) {
        self.make_room(now);
        if self.count(&who, now).0 == 0 {
            self.begun.push_back((now, who.clone()));
            self.open.insert(who, Window { since: now, count: 1 });
        } else if let Some(window) = self.open.get_mut(&who) {
            window.count = window.count.saturating_add(1);
        }
    }

    pub fn forget(&mut self, who: &K) {
        self.open.remove(who);
    }

    fn make_room(&mut self, now: Instant) {
        while let Some((since, _)) = self.begun.front()
            && (self.begun.len() >= self.remembered_max || self.left(*since, now).is_zero())
        {
            let Some((since, who)) = self.begun.pop_front() else { return };
            if self.open.get(&who).is_some_and(|window| window.since == since) {
                self.open.remove(&who);
            }
        }
    }

    fn left(&self, since: Instant, now: Instant) -> Duration {
        self.length.saturating_sub(now.saturating_duration_since(since))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    #[test]
    fn a_window_begins_with_the_first_deed_and_ends_with_all_of_them() {
        let (mut windows, start) = (Windows::new(MINUTE, 10), Instant::now());
        windows.add("ana", start);
        windows.add("ana", start + MINUTE / 2);
        assert_eq!(windows.count(&"ana", start + MINUTE / 2), (2, MINUTE / 2));
        assert_eq!(windows.count(&"ana", start + MINUTE), (0, Duration::ZERO));
        windows.add("ana", start + MINUTE);
        assert_eq!(windows.count(&"ana", start + MINUTE).0, 1);
        windows.forget(&"ana");
        assert_eq!(windows.count(&"ana", start + MINUTE).0, 0);
    }

    #[test]
    fn a_crowd_does_not_grow_the_memory_and_the_oldest_are_forgotten_first() {
        let (mut windows, start) = (Windows::new(MINUTE, 100), Instant::now());
        (0..1_000).for_each(|who| windows.add(who, start));
        assert!(windows.open.len() <= 100 && windows.begun.len() <= 100);
        assert_eq!([0, 899, 999].map(|who| windows.count(&who, start).0), [0, 0, 1]);
        // Who is forgotten and comes again all the time takes no more room either.
        for _ in 0..1_000 {
            windows.add(0, start);
            windows.forget(&0);
        }
        assert!(windows.begun.len() <= 100);
    }
}
