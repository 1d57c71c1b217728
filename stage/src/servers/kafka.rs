//! Kafka as the stage's own user sees it: it may read every topic, and write none.

use std::{collections::BTreeMap, time::Duration};

use anyhow::Context as _;
use banks::Banks;
use codepix_proto::topic::{from_bank, to_bank};
use rdkafka::{
    ClientConfig, ClientContext, Offset, TopicPartitionList,
    config::RDKafkaLogLevel,
    consumer::{BaseConsumer, Consumer as _, ConsumerContext, StreamConsumer},
    error::KafkaError,
};

use super::system::GROUNDS;

/// How long the broker may take for one answer.
pub const ANSWER_MAX: Duration = Duration::from_secs(2);

/// What librdkafka has to say goes where it does not drown the rest: that the broker is away is seen otherwise.
pub struct Quiet;

impl ClientContext for Quiet {
    fn log(&self, _: RDKafkaLogLevel, facility: &str, text: &str) {
        tracing::debug!("{facility} {text}");
    }

    fn error(&self, error: KafkaError, reason: &str) {
        tracing::debug!("{error}: {reason}");
    }
}

impl ConsumerContext for Quiet {}

/// A client that only looks.
pub type Looker = Unhurried<BaseConsumer<Quiet>>;

/// A topic's partition.
pub type Partition = (String, i32);

/// A client in the name of the stage's user, which takes the position of `group` into view.
///
/// # Errors
/// When the secret is missing.
pub fn client(banks: &Banks, group: &str) -> anyhow::Result<ClientConfig> {
    let password = banks.kafka_stage_password.as_ref();
    let password =
        password.context("secrets/stage.env has no STAGE_KAFKA_PASSWORD: scripts/secrets makes it")?;
    let mut config = ClientConfig::new();
    config
        .set("bootstrap.servers", GROUNDS.kafka())
        .set("security.protocol", "SASL_PLAINTEXT")
        .set("sasl.mechanism", "PLAIN")
        .set("sasl.username", Banks::KAFKA_STAGE_USER)
        .set("sasl.password", password.expose())
        .set("client.id", Banks::KAFKA_STAGE_USER)
        .set("group.id", group)
        .set("enable.auto.commit", "false")
        .set("enable.auto.offset.store", "false")
        .set("auto.offset.reset", "earliest")
        .set("allow.auto.create.topics", "false")
        .set("reconnect.backoff.ms", "50")
        .set("reconnect.backoff.max.ms", "500")
        .set("fetch.error.backoff.ms", "100");
    Ok(config)
}

/// A client with these settings, that only looks.
///
/// # Errors
/// When the settings are no settings of librdkafka.
pub fn looker(config: &ClientConfig) -> anyhow::Result<Looker> {
    Ok(Unhurried::new(config.create_with_context(Quiet)?))
}

/// All topics there must be.
pub fn topics(banks: &Banks) -> Vec<String> {
    banks.banks.iter().flat_map(|bank| [from_bank(bank.face.code), to_bank(bank.face.code)]).collect()
}

/// A look at a broker.
pub struct Look {
    /// Another one when its storage was made anew.
    pub cluster: String,
    /// Behind the last message of each partition.
    pub ends: BTreeMap<Partition, i64>,
}

/// Looks where the logs of these topics end. Blocks.
///
/// # Errors
/// When the broker does not answer, or has not all topics yet.
pub fn look(client: &BaseConsumer<Quiet>, topics: &[String]) -> anyhow::Result<Look> {
    let mut list = TopicPartitionList::new();
    for topic in topics {
        let metadata = client.fetch_metadata(Some(topic), ANSWER_MAX)?;
        let partitions: Vec<_> = metadata.topics().iter().flat_map(|topic| topic.partitions()).collect();
        anyhow::ensure!(!partitions.is_empty(), "{topic} is not made yet");
        for partition in partitions {
            list.add_partition(topic, partition.id());
        }
    }
    list.set_all_offsets(Offset::End)?;
    let cluster = client.client().fetch_cluster_id(ANSWER_MAX).context("the cluster does not say its id")?;
    Ok(Look { cluster, ends: offsets(&client.offsets_for_times(list, ANSWER_MAX)?) })
}

/// The partitions of a list that have an offset.
pub fn offsets(list: &TopicPartitionList) -> BTreeMap<Partition, i64> {
    let elements = list.elements();
    let known = elements.iter().filter_map(|element| match element.offset() {
        Offset::Offset(offset) => Some(((element.topic().to_owned(), element.partition()), offset)),
        _ => None,
    });
    known.collect()
}

/// A consumer that reads on from these places.
///
/// # Errors
/// When the settings are no settings of librdkafka.
pub fn read_from(
    config: &ClientConfig,
    places: &BTreeMap<Partition, i64>,
) -> anyhow::Result<Unhurried<StreamConsumer<Quiet>>> {
    let consumer: StreamConsumer<Quiet> = config.create_with_context(Quiet)?;
    let mut list = TopicPartitionList::new();
    for ((topic, partition), next) in places {
        list.add_partition_offset(topic, *partition, Offset::Offset(*next))?;
    }
    consumer.assign(&list)?;
    Ok(Unhurried::new(consumer))
}

/// A client whose farewell nobody waits for: with a broker that is away it may take its time.
pub struct Unhurried<T: Send + 'static>(Option<T>);

impl<T: Send + 'static> Unhurried<T> {
    pub fn new(client: T) -> Self {
        Self(Some(client))
    }

    /// # Errors
    /// Never: it is there until this is dropped.
    pub fn client(&self) -> anyhow::Result<&T> {
        self.0.as_ref().context("it has said farewell")
    }
}

impl<T: Send + 'static> Drop for Unhurried<T> {
    fn drop(&mut self) {
        let client = self.0.take();
        std::thread::spawn(move || drop(client));
    }
}
