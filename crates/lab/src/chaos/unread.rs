//! Messages that stand in the topics and that their reader has not taken in yet.

use super::{
    names::{ROLES, Role},
    stage::Stage,
};
use codepix_proto::topic::{from_bank, to_bank};
use rdkafka::{
    ClientConfig, Offset, TopicPartitionList,
    consumer::{BaseConsumer, Consumer as _},
};
use std::time::{Duration, Instant};

/// How long the broker may take for one answer.
const ANSWER_MAX: Duration = Duration::from_secs(5);
/// Between two looks.
const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// Waits until everything is read; in words what is not, after `patience`.
///
/// # Errors
/// When the looking itself breaks off.
pub async fn wait_until_read(stage: &Stage, patience: Duration) -> anyhow::Result<Result<(), String>> {
    let deadline = Instant::now() + patience;
    loop {
        let mut left = Vec::new();
        for role in ROLES {
            let (config, topics) = (in_group(stage, role)?, topics(role));
            match tokio::task::spawn_blocking(move || unread(&config, &topics)).await? {
                Ok(0) => {}
                Ok(unread) => left.push(format!("{unread} messages that {role} has not read")),
                // A broker that is just back does not know at once where a group stands.
                Err(why) => left.push(format!("what {role} has read is not known: {why:#}")),
            }
        }
        if left.is_empty() {
            return Ok(Ok(()));
        }
        if Instant::now() >= deadline {
            return Ok(Err(left.join(", ")));
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

/// A client that sees where a service stands in its topics, and reads nothing.
pub fn in_group(stage: &Stage, role: Role) -> anyhow::Result<ClientConfig> {
    let mut config = stage.kafka(Role::Hub)?;
    config.set("group.id", role.group()).set("enable.auto.commit", "false");
    Ok(config)
}

/// What a service reads.
pub fn topics(reader: Role) -> Vec<String> {
    match reader.code() {
        None => vec![from_bank("001"), from_bank("002")],
        Some(code) => vec![to_bank(code)],
    }
}

/// Looks at the group's positions, and joins nothing.
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
