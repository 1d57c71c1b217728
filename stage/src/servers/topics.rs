//! Reads every topic from its beginning, and writes each message down: the first time, and each time it comes again.

use std::{
    collections::{BTreeMap, HashSet},
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::Arc,
    time::Duration,
};

use anyhow::Context as _;
use codepix_proto::topic::FROM_BANK;
use rdkafka::{
    ClientConfig, Message as _,
    message::{BorrowedMessage, Headers as _},
};
use tokio::{
    sync::watch,
    task::spawn_blocking,
    time::{Instant, MissedTickBehavior, interval, sleep},
};

use super::{
    kafka::{Look, Looker, Partition, look, looker, read_from},
    readers::{Spot, asks_for},
    seen::Seen,
};
use crate::{
    decoded::{said_by_a_bank, said_to_a_bank},
    journal::{Entry, Journal, Message},
};

/// Until a broker that did not answer is asked again.
const AGAIN: Duration = Duration::from_millis(200);
/// Between two looks at where the logs end.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// A reader to whom nothing comes although there is more is given up after this.
const SILENT_MAX: Duration = Duration::from_secs(2);

/// The reader of all topics.
pub struct Topics {
    config: ClientConfig,
    topics: Vec<String>,
    journal: Journal,
    seen: Arc<Seen>,
    /// Of the storage that was read.
    cluster: Option<String>,
    /// What is to be read next.
    next: BTreeMap<Partition, i64>,
    /// What was said before: of topic, transfer and kind.
    said: HashSet<u64>,
}

impl Topics {
    pub fn new(config: ClientConfig, topics: Vec<String>, journal: Journal, seen: Arc<Seen>) -> Self {
        let (next, said) = (BTreeMap::new(), HashSet::new());
        Self { config, topics, journal, seen, cluster: None, next, said }
    }

    /// Reads as long as the scene lasts; `kafka` is the number of the broker's process while it is up. A client never outlives
    /// its broker's process: one that went on by itself would read a new log from where it was in the old one.
    pub async fn watch(mut self, mut kafka: watch::Receiver<Option<u32>>) {
        loop {
            let Ok(up) = kafka.wait_for(Option::is_some).await.map(|up| *up) else { return };
            tokio::select! {
                read = self.read() => {
                    if let Err(why) = read {
                        tracing::debug!("the topics are opened anew: {why:#}");
                    }
                }
                changed = kafka.wait_for(|now| *now != up) => drop(changed),
            }
            sleep(AGAIN).await;
        }
    }

    /// Reads until there is reason to begin with a new client.
    async fn read(&mut self) -> anyhow::Result<()> {
        let client = Arc::new(looker(&self.config)?);
        let Look { cluster, ends } = self.look(&client).await?;
        if self.cluster.replace(cluster.clone()).is_some_and(|before| before != cluster) {
            self.begin_anew();
        }
        self.notice_wiped(&ends);
        for partition in ends.keys() {
            self.next.entry(partition.clone()).or_insert(0);
        }
        let reading = read_from(&self.config, &self.next)?;
        let mut looks = interval(LOOK_EVERY);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut heard = Instant::now();
        loop {
            tokio::select! {
                message = reading.client()?.recv() => {
                    self.take(&message?);
                    heard = Instant::now();
                }
                _ = looks.tick() => {
                    let ends = self.look(&client).await?.ends;
                    if self.notice_wiped(&ends) {
                        return Ok(());
                    }
                    let behind = ends.iter().any(|(partition, end)| self.next.get(partition).is_none_or(|next| next < end));
                    anyhow::ensure!(!behind || heard.elapsed() < SILENT_MAX, "there is more to read, and nothing comes");
                }
            }
        }
    }

    async fn look(&self, client: &Arc<Looker>) -> anyhow::Result<Look> {
        let (client, topics) = (Arc::clone(client), self.topics.clone());
        spawn_blocking(move || look(client.client()?, &topics)).await.context("the look broke off")?
    }

    /// A log that ends before what was read of it is another one.
    fn notice_wiped(&mut self, ends: &BTreeMap<Partition, i64>) -> bool {
        let shorter =
            |partition: &Partition, end: i64| self.next.get(partition).is_some_and(|next| end < *next);
        let wiped = ends.iter().any(|(partition, end)| shorter(partition, *end));
        if wiped {
            self.begin_anew();
        }
        wiped
    }

    fn begin_anew(&mut self) {
        self.next.clear();
        self.seen.begin_anew();
        for topic in &self.topics {
            self.journal.append(Entry::Wiped { topic: topic.clone() });
        }
    }

    fn take(&mut self, message: &BorrowedMessage<'_>) {
        let (topic, partition, offset) = (message.topic().to_owned(), message.partition(), message.offset());
        let next = self.next.entry((topic.clone(), partition)).or_insert(0);
        if offset < *next {
            return;
        }
        *next = offset + 1;
        let payload = message.payload().unwrap_or_default();
        let by_a_bank = topic.starts_with(FROM_BANK);
        self.seen.message(&topic);
        let Some(decoded) = (if by_a_bank { said_by_a_bank(payload) } else { said_to_a_bank(payload) })
        else {
            self.journal.append(Entry::Unreadable { topic, partition, offset, bytes: payload.len() });
            return;
        };
        let again = !self.said.insert(name(&topic, &decoded.end_to_end_id, decoded.kind));
        let (spot, step) =
            (Spot { topic: topic.clone(), partition, offset }, asks_for(decoded.kind, !by_a_bank));
        let id = decoded.end_to_end_id.clone();
        self.journal.append(Entry::Message(Message {
            topic,
            partition,
            offset,
            key: message.key().map(|key| String::from_utf8_lossy(key).into_owned()),
            end_to_end_id: decoded.end_to_end_id,
            kind: decoded.kind,
            body: decoded.body,
            traceparent: header(message, "traceparent"),
            again,
        }));
        self.seen.position(&self.journal, |readers| readers.asked(&id, step, spot));
    }
}

fn name(topic: &str, id: &str, kind: crate::journal::Kind) -> u64 {
    let mut hasher = DefaultHasher::new();
    (topic, id, kind).hash(&mut hasher);
    hasher.finish()
}

fn header(message: &BorrowedMessage<'_>, name: &str) -> Option<String> {
    let header = message.headers()?.iter().find(|header| header.key == name)?;
    Some(String::from_utf8_lossy(header.value?).into_owned())
}
