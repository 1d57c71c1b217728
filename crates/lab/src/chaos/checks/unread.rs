//! Messages in the topics that their reader has not consumed yet.

use crate::chaos::environment::{Environment, instance::ROLES};
use rdkafka::{
    ClientConfig, Offset, TopicPartitionList,
    consumer::{BaseConsumer, Consumer as _},
};
use std::time::{Duration, Instant};

/// How long the broker may take for one answer.
const ANSWER_MAX: Duration = Duration::from_secs(5);
/// Between two polls.
const POLL: Duration = Duration::from_millis(200);

/// Waits until everything is read; in words what is not, after `timeout`.
///
/// # Errors
/// When no Kafka client can be made.
pub async fn wait_until_read(
    environment: &Environment,
    timeout: Duration,
) -> anyhow::Result<Result<(), String>> {
    let deadline = Instant::now() + timeout;
    loop {
        let mut left = Vec::new();
        for role in ROLES {
            let (config, topics) = (environment.kafka_group(role)?, role.topics());
            match tokio::task::spawn_blocking(move || unread(&config, &topics)).await? {
                Ok(0) => {}
                Ok(unread) => left.push(format!("{unread} messages that {role} has not read")),
                // A broker that has just started does not know the offsets of a group at once.
                Err(why) => left.push(format!("what {role} has read is not known: {why:#}")),
            }
        }
        if left.is_empty() {
            return Ok(Ok(()));
        }
        if Instant::now() >= deadline {
            return Ok(Err(left.join(", ")));
        }
        tokio::time::sleep(POLL).await;
    }
}

/// How many messages the group has not read, by its committed offsets; does not join it.
fn unread(config: &ClientConfig, topics: &[String]) -> anyhow::Result<i64> {
    let consumer: BaseConsumer = config.create()?;
    let mut unread = 0;
    for topic in topics {
        let metadata = consumer.fetch_metadata(Some(topic), ANSWER_MAX)?;
        let mut places = TopicPartitionList::new();
        for partition in metadata.topics().iter().flat_map(|topic| topic.partitions()) {
            places.add_partition(topic, partition.id());
        }
        for place in consumer.committed_offsets(places, ANSWER_MAX)?.elements() {
            let (low, high) = consumer.fetch_watermarks(topic, place.partition(), ANSWER_MAX)?;
            let next = if let Offset::Offset(next) = place.offset() { next } else { low };
            unread += (high - next).max(0);
        }
    }
    Ok(unread)
}
