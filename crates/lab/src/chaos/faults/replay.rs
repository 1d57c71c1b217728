//! What Kafka may do to its consumers: a topic is read again from the start; messages arrive twice and in any order.

use crate::chaos::environment::{
    Environment,
    instance::{ROLES, Role},
};
use anyhow::Context as _;
use rand::{rngs::StdRng, seq::SliceRandom as _};
use rdkafka::{
    ClientConfig, Message as _, Offset, TopicPartitionList,
    admin::{AdminClient, AdminOptions},
    client::DefaultClientContext,
    consumer::{BaseConsumer, Consumer as _},
    message::OwnedMessage,
    producer::{BaseRecord, Producer as _, ThreadedProducer},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};

/// How long the broker may take for one answer.
const ANSWER_MAX: Duration = Duration::from_secs(10);
/// A group is deleted when the last session in it has ended.
const SESSIONS_END: Duration = Duration::from_secs(15);
/// Between two polls.
const POLL: Duration = Duration::from_millis(200);
/// How many messages are sent again, at the most.
const DOUBLED_MAX: usize = 3000;

/// Deletes how far a service has read. It must not run.
///
/// # Errors
/// When its group does not end.
pub async fn forget_positions(environment: &Environment, role: Role) -> anyhow::Result<()> {
    let admin: AdminClient<DefaultClientContext> = environment.kafka(Role::Hub)?.create()?;
    let deadline = Instant::now() + SESSIONS_END;
    loop {
        let options = AdminOptions::new().request_timeout(Some(ANSWER_MAX));
        let results = admin.delete_groups(&[role.group()], &options).await?;
        match results.into_iter().next().context("no answer")? {
            Ok(_) => return Ok(()),
            Err((_, error)) if Instant::now() > deadline => {
                anyhow::bail!("the group of {role} stays: {error}")
            }
            Err(_) => tokio::time::sleep(POLL).await,
        }
    }
}

/// Sends everything in the topics once more, shuffled, after it was consumed: within one batch a repeat is detected too
/// easily.
///
/// # Errors
/// When the broker does not give or take it, or a reader does not consume it.
pub async fn double_and_shuffle(environment: &Environment, chance: &mut StdRng) -> anyhow::Result<()> {
    let mut config = environment.kafka(Role::Hub)?;
    config.set("group.id", "chaos").set("enable.auto.commit", "false");
    let producer: ThreadedProducer<_> = config.create()?;
    let readers = readers(environment)?;
    let work = move || {
        let messages = read_some_of_each(&config.create()?, &readers)?;
        wait_until_consumed(&readers, &messages).map(|()| messages)
    };
    let mut messages = tokio::task::spawn_blocking(work).await??;
    messages.shuffle(chance);
    messages.truncate(DOUBLED_MAX);
    for message in &messages {
        let mut record: BaseRecord<'_, [u8], [u8]> = BaseRecord::to(message.topic());
        record.key = message.key();
        record.payload = message.payload();
        record.headers = message.headers().cloned();
        producer.send(record).map_err(|(error, _)| error)?;
    }
    tokio::task::spawn_blocking(move || producer.flush(ANSWER_MAX)).await??;
    Ok(())
}

/// Everything in the topics, once there is something in each: in a fresh environment the first transfers are still under
/// way, and what is not there yet would not be repeated.
fn read_some_of_each(
    consumer: &BaseConsumer,
    readers: &BTreeMap<String, ClientConfig>,
) -> anyhow::Result<Vec<OwnedMessage>> {
    let deadline = Instant::now() + ANSWER_MAX;
    loop {
        let messages = read_all(consumer, readers)?;
        let topics: BTreeSet<_> = messages.iter().map(|message| message.topic()).collect();
        if topics.len() >= readers.len() {
            return Ok(messages);
        }
        anyhow::ensure!(Instant::now() < deadline, "messages stand in {topics:?} only");
        std::thread::sleep(POLL);
    }
}

/// The group that reads a topic, by the topic.
fn readers(environment: &Environment) -> anyhow::Result<BTreeMap<String, ClientConfig>> {
    let mut readers = BTreeMap::new();
    for role in ROLES {
        let config = environment.kafka_group(role)?;
        readers.extend(role.topics().into_iter().map(|topic| (topic, config.clone())));
    }
    Ok(readers)
}

fn wait_until_consumed(
    readers: &BTreeMap<String, ClientConfig>,
    messages: &[OwnedMessage],
) -> anyhow::Result<()> {
    let mut ends = BTreeMap::<_, BTreeMap<i32, i64>>::new();
    for message in messages {
        let end = ends.entry(message.topic()).or_default().entry(message.partition()).or_default();
        *end = message.offset().max(*end);
    }
    let deadline = Instant::now() + ANSWER_MAX;
    for (topic, ends) in ends {
        let reader: BaseConsumer = readers.get(topic).context("nobody reads it")?.create()?;
        while !has_consumed(&reader, topic, &ends) {
            anyhow::ensure!(Instant::now() < deadline, "{topic} is not read");
            std::thread::sleep(POLL);
        }
    }
    Ok(())
}

/// Has the group committed beyond these offsets, by partition? No, if the broker does not know.
fn has_consumed(reader: &BaseConsumer, topic: &str, ends: &BTreeMap<i32, i64>) -> bool {
    let mut places = TopicPartitionList::new();
    for partition in ends.keys() {
        places.add_partition(topic, *partition);
    }
    let behind = |partition, offset| matches!(offset, Offset::Offset(next) if next > ends[&partition]);
    let committed = reader.committed_offsets(places, ANSWER_MAX);
    committed
        .is_ok_and(|places| places.elements().iter().all(|place| behind(place.partition(), place.offset())))
}

/// Everything in the topics at present.
fn read_all(
    consumer: &BaseConsumer,
    readers: &BTreeMap<String, ClientConfig>,
) -> anyhow::Result<Vec<OwnedMessage>> {
    let metadata = consumer.fetch_metadata(None, ANSWER_MAX)?;
    let mut places = TopicPartitionList::new();
    let mut waiting = 0;
    for topic in metadata.topics().iter().filter(|topic| readers.contains_key(topic.name())) {
        for partition in topic.partitions() {
            let (low, high) = consumer.fetch_watermarks(topic.name(), partition.id(), ANSWER_MAX)?;
            if high > low {
                places.add_partition_offset(topic.name(), partition.id(), Offset::Offset(low))?;
                waiting += high - low;
            }
        }
    }
    consumer.assign(&places)?;
    let mut messages = Vec::new();
    while (messages.len() as i64) < waiting {
        let message = consumer.poll(ANSWER_MAX).context("the topics end early")??;
        messages.push(message.detach());
    }
    Ok(messages)
}
