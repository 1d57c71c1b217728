//! Keeps the journal: numbers what happens, and reads it out to whoever asks, from wherever they left off.

use std::{
    future::ready,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use engine::Clock;
use futures::{Stream, StreamExt as _, stream};
use jiff::Timestamp;
use tokio::sync::watch;

use super::{Entry, Line, Written, kept::Kept};

/// Older lines are dropped. A line takes some 300 bytes.
const KEPT_MAX: usize = 200_000;

/// The journal. Cheap to clone; all clones are the same one.
#[derive(Clone)]
pub struct Journal(Arc<Shared>);

struct Shared {
    clock: Clock,
    kept: Mutex<Kept>,
    /// The number of the last line.
    last: watch::Sender<u64>,
}

impl Journal {
    /// An empty one, that keeps the last 200,000 lines.
    pub fn new(clock: Clock) -> Journal {
        Journal::keeping(clock, KEPT_MAX)
    }

    /// An empty one that keeps the last `kept_max` lines.
    pub fn keeping(clock: Clock, kept_max: usize) -> Journal {
        let (last, _) = watch::channel(0);
        Journal(Arc::new(Shared { clock, kept: Mutex::new(Kept::new(kept_max)), last }))
    }

    /// Writes it down as of now; says its number.
    pub fn append(&self, entry: Entry) -> u64 {
        let mut kept = self.kept();
        let n = kept.write((self.0.clock)(), entry);
        // Told while the lines are held, so that nobody is told an older number after a newer one.
        self.0.last.send_replace(n);
        n
    }

    /// The number of the last line; 0 while there is none.
    pub fn last(&self) -> u64 {
        self.kept().last()
    }

    /// All lines from number `n` on, then whatever comes. However slow the reader, no line is left out that is still kept;
    /// of what was dropped before it could be read it gets the states that then were, the `Ground` first.
    pub fn from(&self, n: u64) -> impl Stream<Item = Line> + Send + use<> {
        self.written(n).filter_map(async |written| written.line())
    }

    /// The same, as it goes over the wire.
    pub fn written(&self, n: u64) -> impl Stream<Item = Written> + Send + use<> {
        let batches = stream::unfold((self.clone(), n), async |(journal, next)| {
            let mut news = journal.0.last.subscribe();
            // The journal lives as long as this stream: its sender cannot be gone.
            news.wait_for(|last| *last >= next).await.ok()?;
            let (batch, next) = journal.kept().batch(next);
            Some((stream::iter(batch), (journal, next)))
        });
        batches.flatten()
    }

    /// All lines from number `n` to what is the last one now.
    pub fn until_now(&self, n: u64) -> impl Stream<Item = Written> + Send + use<> {
        let last = self.last();
        let batches = stream::unfold((self.clone(), n), move |(journal, next)| {
            let batch = (next <= last).then(|| journal.kept().batch(next));
            ready(batch.map(|(mut batch, next)| {
                batch.retain(|line| line.n <= last);
                (stream::iter(batch), (journal, next))
            }))
        });
        batches.flatten()
    }

    /// What the journal's clock says.
    pub fn now(&self) -> Timestamp {
        (self.0.clock)()
    }

    /// What is so now, in order: of each thing its last line, and all lines of transfers that have not ended, of
    /// `transfers_max` at most.
    pub fn present(&self, transfers_max: usize) -> Vec<Line> {
        let lines = self.kept().present(transfers_max);
        lines.iter().filter_map(Written::line).collect()
    }

    /// The last `count` lines, oldest first.
    pub fn recent(&self, count: usize) -> Vec<Line> {
        let lines = self.kept().recent(count);
        lines.iter().filter_map(Written::line).collect()
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        // Whoever panicked while writing had not begun to change anything that cannot be read.
        self.0.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
