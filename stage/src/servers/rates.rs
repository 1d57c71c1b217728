//! How much goes by: once a second, while anything does.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use tokio::time::{Instant, MissedTickBehavior, interval};

use super::seen::{Count, Seen};
use crate::journal::{Entry, Journal};

const EVERY: Duration = Duration::from_secs(1);

/// Writes down as long as the scene lasts.
pub async fn watch(seen: Arc<Seen>, journal: Journal) {
    let (mut ticks, mut quiet, mut since) = (interval(EVERY), true, Instant::now());
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let (count, seconds) = (seen.take_count(), since.elapsed().as_secs_f64());
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
    let topics: BTreeMap<_, _> =
        messages.into_iter().map(|(topic, count)| (topic, count as f64 / seconds)).collect();
    Entry::Rate {
        topics,
        transfers_per_second: took_ms.len() as f64 / seconds,
        p50_ms: percentile(&took_ms, 50),
        p99_ms: percentile(&took_ms, 99),
    }
}

/// Of an ascending list, the value below which so many in a hundred are.
fn percentile(sorted: &[f64], hundredths: usize) -> Option<f64> {
    let at = (sorted.len() * hundredths).div_ceil(100).checked_sub(1)?;
    sorted.get(at).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_one_of_the_values() {
        let values: Vec<f64> = (1..=200).map(f64::from).collect();
        assert_eq!(percentile(&values, 50), Some(100.0));
        assert_eq!(percentile(&values, 99), Some(198.0));
        assert_eq!(percentile(&[7.0], 99), Some(7.0));
        assert_eq!(percentile(&[], 50), None);
    }
}
