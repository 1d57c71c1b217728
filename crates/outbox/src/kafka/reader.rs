//! One client of the broker, with a place in the group. Refuses to know what to do when it is lost.

use super::{
    KafkaSettings,
    membership::Membership,
    watch::{Partition, Place},
};
use crate::Record;
use rdkafka::{
    ClientConfig, Message as _, Offset, TopicPartitionList,
    consumer::{CommitMode, Consumer, StreamConsumer},
    error::{KafkaError, RDKafkaErrorCode},
    message::{BorrowedMessage, Headers},
};
use std::{collections::HashMap, sync::Arc, time::Duration};
use tokio::task::JoinHandle;

/// How long the broker may take to say where its logs end.
const ANSWER_MAX: Duration = Duration::from_secs(2);

/// The settings of whoever reads in that group.
pub fn in_group(settings: &KafkaSettings, group: &str, instance: &str) -> ClientConfig {
    let mut config = settings.client();
    config
        .set("group.id", group)
        .set("client.id", format!("{group}-{instance}"))
        // The shortest that brokers take: a member that does not come back gives its partitions up.
        .set("session.timeout.ms", "6000")
        // A heartbeat's answer is how a member learns that the partitions are shared out anew.
        .set("heartbeat.interval.ms", "500")
        .set("max.poll.interval.ms", "300000")
        .set("enable.auto.commit", "false")
        .set("enable.auto.offset.store", "false")
        .set("auto.offset.reset", "earliest")
        .set("fetch.error.backoff.ms", "100")
        .set("queued.max.messages.kbytes", "8192");
    config
}

/// What a reader hears.
pub enum Heard {
    Record(Record),
    /// Another reader has taken its name, or the client can never work again.
    Replaced,
    /// An error that passes by itself.
    Nothing,
}

/// A client that reads some partitions. Its clones are the same client.
#[derive(Clone)]
pub struct Reader(Arc<StreamConsumer<Membership>>);

impl Reader {
    /// Joins the group under the name `instance`.
    ///
    /// # Errors
    /// When the settings are no settings of librdkafka.
    pub fn open(config: &ClientConfig, topic: &str, instance: &str) -> Result<Self, KafkaError> {
        let mut config = config.clone();
        config.set("group.instance.id", instance);
        let consumer: StreamConsumer<Membership> = config.create_with_context(Membership::default())?;
        consumer.subscribe(&[topic])?;
        Ok(Self(Arc::new(consumer)))
    }

    pub fn membership(&self) -> &Membership {
        self.0.context()
    }

    pub async fn receive(&self) -> Heard {
        match self.0.recv().await {
            Ok(message) => Heard::Record(record(&message)),
            Err(error) if replaced(&error) => Heard::Replaced,
            Err(error) => {
                tracing::debug!("reading: {error}");
                Heard::Nothing
            }
        }
    }

    /// Leaves the group and joins it again, so that the partitions are shared out from what there is now.
    pub fn join_anew(&self, topic: &str) {
        self.0.unsubscribe();
        if let Err(error) = self.0.subscribe(&[topic]) {
            tracing::warn!("the topics cannot be subscribed to anew: {error}");
        }
    }

    /// Says good-bye, which may take as long as the broker is away: nobody waits for it.
    pub fn close(self) {
        self.0.unsubscribe();
        tokio::task::spawn_blocking(move || drop(self));
    }

    /// Not waited for: a position that is lost means a batch of repeats, and is told again.
    pub fn commit(&self, positions: Vec<(Partition, i64)>) {
        if positions.is_empty() {
            return;
        }
        let mut list = TopicPartitionList::with_capacity(positions.len());
        for ((topic, partition), next) in positions {
            if let Err(error) = list.add_partition_offset(&topic, partition, Offset::Offset(next)) {
                tracing::warn!(topic, partition, "cannot note the position: {error}");
            }
        }
        if let Err(error) = self.0.commit(&list, CommitMode::Async) {
            tracing::debug!("position not moved: {error}");
            self.membership().missed.notify_one();
        }
    }

    /// Asks the broker where the logs of this reader's partitions end; `next` is where it stands in those of which it has
    /// handed out records. None when the broker does not answer.
    pub fn places(
        &self,
        next: impl Fn(&Partition) -> Option<i64> + Send + 'static,
    ) -> JoinHandle<Option<Vec<Place>>> {
        let reader = self.clone();
        tokio::task::spawn_blocking(move || reader.ask_places(next).ok())
    }

    fn ask_places(&self, next: impl Fn(&Partition) -> Option<i64>) -> Result<Vec<Place>, KafkaError> {
        let mut list = self.0.assignment()?;
        if list.count() == 0 {
            // Whether anybody answers has to be known all the same.
            self.0.fetch_metadata(None, ANSWER_MAX)?;
            return Ok(Vec::new());
        }
        list.set_all_offsets(Offset::End)?;
        let ends = offsets(&self.0.offsets_for_times(list, ANSWER_MAX)?);
        let (mut places, mut unread) = (Vec::new(), Vec::new());
        for (partition, end) in ends {
            match next(&partition) {
                Some(next) => places.push(Place { partition, next, end }),
                None => unread.push((partition, end)),
            }
        }
        places.extend(self.unread(unread)?);
        Ok(places)
    }

    /// Of partitions from which nothing came yet: they are read from the committed position, or from the oldest record
    /// that there still is.
    fn unread(&self, ends: Vec<(Partition, i64)>) -> Result<Vec<Place>, KafkaError> {
        if ends.iter().all(|(_, end)| *end == 0) {
            return Ok(Vec::new());
        }
        let mut list = TopicPartitionList::with_capacity(ends.len());
        for ((topic, partition), _) in &ends {
            list.add_partition(topic, *partition);
        }
        let committed: HashMap<_, _> = offsets(&self.0.committed_offsets(list, ANSWER_MAX)?).collect();
        let mut places = Vec::new();
        for (partition, end) in ends {
            let mut next = committed.get(&partition).copied().unwrap_or_default();
            if next < end {
                next = next.max(self.0.fetch_watermarks(&partition.0, partition.1, ANSWER_MAX)?.0);
            }
            places.push(Place { partition, next, end });
        }
        Ok(places)
    }
}

/// The partitions of a list that have an offset.
fn offsets(list: &TopicPartitionList) -> impl Iterator<Item = (Partition, i64)> + use<> {
    let elements = list.elements();
    let offsets = elements.iter().filter_map(|element| match element.offset() {
        Offset::Offset(offset) => Some(((element.topic().to_owned(), element.partition()), offset)),
        _ => None,
    });
    offsets.collect::<Vec<_>>().into_iter()
}

fn record(message: &BorrowedMessage<'_>) -> Record {
    let id = message.headers().and_then(|headers| headers.iter().find(|header| header.key == "ce_id"));
    Record {
        topic: message.topic().to_owned(),
        partition: message.partition(),
        offset: message.offset(),
        id: id.and_then(|header| header.value).map(|value| String::from_utf8_lossy(value).into_owned()),
        payload: message.payload().unwrap_or_default().to_vec(),
    }
}

/// Another process took our name, or the client can never work again.
fn replaced(error: &KafkaError) -> bool {
    matches!(error, KafkaError::MessageConsumptionFatal(_))
        || error.rdkafka_error_code() == Some(RDKafkaErrorCode::FencedInstanceId)
}
