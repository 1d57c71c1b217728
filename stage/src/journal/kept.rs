//! The lines that are kept, and what was so before them.

use std::collections::VecDeque;

use jiff::Timestamp;

use super::{
    Entry, Line, Written,
    states::{Note, States},
};

/// So many lines are taken out at a time: who reads never holds up who writes.
const BATCH: usize = 256;

pub(super) struct Kept {
    max: usize,
    lines: VecDeque<(Written, Note)>,
    /// What was so when the first kept line was written.
    before: States,
    /// What is so now.
    now: States,
    last: u64,
    /// The time of the last line: a clock that is set back does not turn the order around.
    at: Timestamp,
}

impl Kept {
    pub fn new(max: usize) -> Kept {
        let (before, now) = (States::default(), States::default());
        Kept { max: max.max(1), lines: VecDeque::new(), before, now, last: 0, at: Timestamp::UNIX_EPOCH }
    }

    /// Its number.
    pub fn write(&mut self, at: Timestamp, entry: Entry) -> u64 {
        let line = Line { n: self.last + 1, at: at.max(self.at), entry };
        (self.last, self.at) = (line.n, line.at);
        let (written, note) = (Written::from(&line), Note::of(&line.entry));
        self.now.note(&note, &written);
        self.lines.push_back((written, note));
        if self.lines.len() > self.max
            && let Some((oldest, note)) = self.lines.pop_front()
        {
            self.before.note(&note, &oldest);
        }
        self.last
    }

    /// The number of the last line.
    pub fn last(&self) -> u64 {
        self.last
    }

    /// What is so now.
    pub fn present(&self, transfers_max: usize) -> Vec<Written> {
        self.now.lines(transfers_max)
    }

    /// The last lines, oldest first.
    pub fn recent(&self, count: usize) -> Vec<Written> {
        let skipped = self.lines.len().saturating_sub(count);
        self.lines.iter().skip(skipped).map(|(line, _)| line.clone()).collect()
    }

    /// Some lines from number `next` on, and the number after them.
    pub fn batch(&self, next: u64) -> (Vec<Written>, u64) {
        let first = self.lines.front().map_or(self.last + 1, |(line, _)| line.n);
        let (mut batch, from) = if next.max(1) < first {
            (self.before.lines(usize::MAX), first)
        } else {
            (Vec::new(), next.max(1))
        };
        let skipped = usize::try_from(from - first).unwrap_or(usize::MAX);
        batch.extend(self.lines.iter().skip(skipped).take(BATCH).map(|(line, _)| line.clone()));
        let after = batch.last().map_or(from, |line| line.n + 1);
        (batch, after.max(from))
    }
}
