//! A broker in memory.

use super::{
    MemoryDeadLetters, MemoryLog, MemoryQuestions, WaitingLog, Watcher, lock,
    topics::{Topics, Unread},
};
use crate::{ConfirmedProducer, Message, Ports};
use async_trait::async_trait;
use engine::{Publish, Unavailable};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
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
        self.topics().lose_all();
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

    /// From now on each record is held back from readers for so long after it was written; their order stays.
    pub fn delay(&self, delay: Duration) {
        self.topics().delay = delay;
    }

    /// For how long records are held back.
    pub fn delayed(&self) -> Duration {
        self.topics().delay
    }

    /// `watcher` is told from now on what happens here, in place of whoever was before.
    pub fn watch(&self, watcher: Watcher) {
        self.topics().watcher = Some(watcher);
    }

    /// A reader's position goes back to the beginning of all topics.
    pub fn rewind(&self, group: &str) {
        self.topics().rewind(group);
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

    /// Unread records of the topics that begin with `prefix`, `most` of a topic.
    pub(super) fn read(&self, group: &str, prefix: &str, most: usize) -> Unread {
        self.topics().read(group, prefix, most)
    }

    pub(super) fn commit(&self, group: &str, read: BTreeMap<String, usize>) {
        self.topics().commit(group, read);
    }

    /// Ends when there may be more to read than there was when this was called.
    pub(super) fn readable(&self) -> Notified<'_> {
        self.0.readable.notified()
    }

    fn topics(&self) -> std::sync::MutexGuard<'_, Topics> {
        lock(&self.0.topics)
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
