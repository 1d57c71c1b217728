//! A broker in memory.

use super::{MemoryDeadLetters, MemoryLog, MemoryQuestions, WaitingLog, lock};
use crate::{ConfirmedProducer, Message, Ports, Record};
use async_trait::async_trait;
use engine::{Publish, Unavailable};
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    mem::take,
    sync::{Arc, Mutex, Weak},
};
use tokio::sync::{Notify, futures::Notified};

/// Topics of one partition each, with the committed position of each reader. Clones are the same broker.
#[derive(Default, Clone)]
pub struct MemoryBroker(Arc<Shared>);

#[derive(Default)]
struct Shared {
    topics: Mutex<Topics>,
    /// Readers who wait are told of whatever they may read now.
    readable: Notify,
}

#[derive(Default)]
pub(super) struct Topics {
    topics: BTreeMap<String, Topic>,
    positions: BTreeMap<(String, String), usize>,
    /// Of these nothing comes.
    silent: BTreeSet<String>,
    /// It takes nothing, and gives nothing out.
    is_down: bool,
    /// Something was sent to it meanwhile.
    has_lost: bool,
    /// Records that a topic keeps; None for all.
    kept: Option<usize>,
    /// Told when something may have been lost.
    senders: Vec<Weak<Notify>>,
}

#[derive(Default)]
struct Topic {
    /// So many have been before.
    first: usize,
    records: VecDeque<Record>,
}

impl Topic {
    fn end(&self) -> usize {
        self.first + self.records.len()
    }
}

impl MemoryBroker {
    /// One whose topics keep this many records each, and forget the oldest.
    pub fn keeping(records: usize) -> Self {
        let broker = Self::default();
        broker.topics().kept = Some(records);
        broker
    }

    /// Appends to a topic.
    pub fn append(&self, message: &Message) {
        self.topics().append(message);
        self.0.readable.notify_waiters();
    }

    /// All is lost: records and positions. Whoever sends is told.
    pub fn wipe(&self) {
        let mut topics = self.topics();
        (topics.topics, topics.positions, topics.has_lost) = (BTreeMap::new(), BTreeMap::new(), true);
        if !topics.is_down {
            topics.tell_of_losses();
        }
    }

    /// It goes away: what is sent is lost, and nobody reads, until [`MemoryBroker::start`].
    pub fn stop(&self) {
        self.topics().is_down = true;
    }

    /// It is there again, with its records and positions. Whoever sends is told of losses.
    pub fn start(&self) {
        let mut topics = self.topics();
        topics.is_down = false;
        topics.tell_of_losses();
        self.0.readable.notify_waiters();
    }

    pub fn is_down(&self) -> bool {
        self.topics().is_down
    }

    /// `resend` is notified whenever something may have been lost, as long as somebody has it.
    pub fn notify_of_losses(&self, resend: &Arc<Notify>) {
        let mut topics = self.topics();
        topics.senders.retain(|sender| sender.strong_count() > 0);
        topics.senders.push(Arc::downgrade(resend));
    }

    /// A reader's position goes back to the beginning of all topics.
    pub fn rewind(&self, group: &str) {
        self.topics().positions.retain(|(reader, _), _| reader != group);
    }

    /// Nothing comes of a topic any more, though there is more to read.
    pub fn silence(&self, topic: &str) {
        self.topics().silent.insert(topic.into());
    }

    /// Other readers begin, who hear all topics.
    pub fn open_readers_anew(&self) {
        self.topics().silent.clear();
    }

    /// A reader of all topics that begin with `prefix`, from its committed position, who never waits.
    pub fn log(&self, group: &str, prefix: &str) -> MemoryLog {
        MemoryLog::new(self.clone(), group, prefix)
    }

    /// The same reader, who waits for what comes.
    pub fn waiting_log(&self, group: &str, prefix: &str) -> WaitingLog {
        WaitingLog(self.log(group, prefix))
    }

    /// The ports of a service that reads all topics which begin with `prefix`, and has no questions and letters yet.
    pub fn ports(&self, group: &str, prefix: &str) -> Ports {
        Ports {
            log: Box::new(self.log(group, prefix)),
            publisher: Arc::new(self.clone()),
            questions: Arc::new(MemoryQuestions::default()),
            dead_letters: Arc::new(MemoryDeadLetters::default()),
            resend: Arc::default(),
        }
    }

    /// Unread records of the topics that begin with `prefix`, `most` of a topic, and where they end.
    pub(super) fn read(&self, group: &str, prefix: &str, most: usize) -> Vec<(Vec<Record>, String, usize)> {
        self.topics().read(group, prefix, most)
    }

    pub(super) fn commit(&self, group: &str, read: BTreeMap<String, usize>) {
        let mut topics = self.topics();
        topics.positions.extend(read.into_iter().map(|(topic, end)| ((group.to_owned(), topic), end)));
    }

    /// Ends when there may be more to read than there was when this was called.
    pub(super) fn readable(&self) -> Notified<'_> {
        self.0.readable.notified()
    }

    fn topics(&self) -> std::sync::MutexGuard<'_, Topics> {
        lock(&self.0.topics)
    }
}

impl Topics {
    fn append(&mut self, message: &Message) {
        if self.is_down {
            self.has_lost = true;
            return;
        }
        let topic = self.topics.entry(message.topic.clone()).or_default();
        let offset = i64::try_from(topic.end()).unwrap_or(i64::MAX);
        let (name, payload) = (message.topic.clone(), message.payload.clone());
        topic.records.push_back(Record {
            topic: name,
            partition: 0,
            offset,
            id: Some(message.id.clone()),
            payload,
        });
        if self.kept.is_some_and(|kept| topic.records.len() > kept) {
            topic.records.pop_front();
            topic.first += 1;
        }
    }

    fn tell_of_losses(&mut self) {
        if take(&mut self.has_lost) {
            self.senders.iter().filter_map(Weak::upgrade).for_each(|resend| resend.notify_one());
        }
    }

    fn read(&self, group: &str, prefix: &str, most: usize) -> Vec<(Vec<Record>, String, usize)> {
        if self.is_down {
            return Vec::new();
        }
        let heard =
            self.topics.iter().filter(|(name, _)| name.starts_with(prefix) && !self.silent.contains(*name));
        let read = heard.map(|(name, topic)| {
            let position = self.positions.get(&(group.to_owned(), name.clone())).copied().unwrap_or(0);
            // A position behind the end is that of a log which was lost: read what there is.
            let position = if position > topic.end() { 0 } else { position };
            let unread = topic.records.iter().skip(position.saturating_sub(topic.first));
            let unread: Vec<_> = unread.take(most).cloned().collect();
            let end = position.max(topic.first) + unread.len();
            (unread, name.clone(), end)
        });
        read.collect()
    }
}

#[async_trait]
impl Publish<Message> for MemoryBroker {
    async fn publish(&self, messages: Vec<Message>) {
        messages.iter().for_each(|message| self.append(message));
    }
}

#[async_trait]
impl ConfirmedProducer for MemoryBroker {
    async fn send_and_confirm(&self, message: Message) -> Result<(), Unavailable> {
        let mut topics = self.topics();
        if topics.is_down {
            return Err(Unavailable("the broker is away".into()));
        }
        topics.append(&message);
        self.0.readable.notify_waiters();
        Ok(())
    }
}
