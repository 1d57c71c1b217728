//! How much goes by: once a second, while anything does.

use ::stage::journal::{Entry, Journal};
use std::{
    collections::BTreeMap,
    mem::take,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::time::{Instant, MissedTickBehavior, interval};

const EVERY: Duration = Duration::from_secs(1);

/// What the writer has written.
#[derive(Default)]
pub struct Counted {
    count: Mutex<Count>,
    wiped: AtomicBool,
}

/// Since it was taken the last time.
#[derive(Default)]
struct Count {
    messages: BTreeMap<String, u64>,
    took_ms: Vec<f64>,
}

impl Counted {
    pub fn message(&self, topic: &str) {
        self.wiped.store(false, Ordering::Relaxed);
        *self.count().messages.entry(topic.to_owned()).or_default() += 1;
    }

    /// A transfer was completed: from its acceptance to its end in the payer's bank.
    pub fn completed(&self, took_ms: f64) {
        self.count().took_ms.push(took_ms);
    }

    pub fn wiped(&self) {
        self.wiped.store(true, Ordering::Relaxed);
    }

    /// The topics were wiped, and nothing was written to them since.
    pub fn is_wiped(&self) -> bool {
        self.wiped.load(Ordering::Relaxed)
    }

    pub fn begin_anew(&self) {
        self.wiped.store(false, Ordering::Relaxed);
        *self.count() = Count::default();
    }

    fn count(&self) -> MutexGuard<'_, Count> {
        self.count.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes down as long as the stage stands.
pub async fn watch(counted: Arc<Counted>, journal: Journal) {
    let (mut ticks, mut quiet, mut since) = (interval(EVERY), true, Instant::now());
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let (count, seconds) = (take(&mut *counted.count()), since.elapsed().as_secs_f64());
        since = Instant::now();
        let nothing = count.messages.is_empty() && count.took_ms.is_empty();
        // The first second in which nothing happens is told as well.
        if !(nothing && quiet) {
            journal.append(rate(count, seconds.max(EVERY.as_secs_f64() / 2.0)));
        }
        quiet = nothing;
    }
}

fn rate(Count { messages, mut took_ms }: Count, seconds: f64) -> Entry {
    took_ms.sort_by(f64::total_cmp);
    Entry::Rate {
        topics: messages.into_iter().map(|(topic, count)| (topic, count as f64 / seconds)).collect(),
        transfers_per_second: took_ms.len() as f64 / seconds,
        p50_ms: percentile(&took_ms, 50),
        p99_ms: percentile(&took_ms, 99),
    }
}

/// Of an ascending list, the value below which so many in a hundred are.
fn percentile(sorted: &[f64], hundredths: usize) -> Option<f64> {
    sorted.get((sorted.len() * hundredths).div_ceil(100).checked_sub(1)?).copied()
}
