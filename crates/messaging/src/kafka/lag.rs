//! How far the reader is behind, as librdkafka itself counts it.

use rdkafka::Statistics;

/// How often librdkafka counts, in milliseconds, as its setting wants it.
pub const EVERY_MS: &str = "5000";

/// Sets the gauge of every partition that this reader has, or had.
pub fn show(statistics: &Statistics) {
    for (topic, partitions) in statistics.topics.iter().map(|(name, topic)| (name, &topic.partitions)) {
        // The client's own partition of messages without one is numbered -1.
        for (number, partition) in partitions.iter().filter(|(number, _)| **number >= 0) {
            let Some(lag) = lag(partition.desired, partition.consumer_lag) else { continue };
            let labels = [("topic", topic.clone()), ("partition", number.to_string())];
            metrics::gauge!("consumer_lag_messages", &labels).set(lag as f64);
        }
    }
}

/// None while it is not known: no position has been committed yet, or the broker has not said where the log ends.
fn lag(desired: bool, counted: i64) -> Option<i64> {
    match (desired, counted) {
        // Another instance reads it, and shows it.
        (false, _) => Some(0),
        (true, unknown) if unknown < 0 => None,
        (true, lag) => Some(lag),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partition_that_another_instance_reads_is_not_ours_to_be_behind_with() {
        assert_eq!(lag(true, 7), Some(7));
        assert_eq!(lag(true, -1), None, "not known yet");
        assert_eq!(lag(false, 7), Some(0));
    }
}
