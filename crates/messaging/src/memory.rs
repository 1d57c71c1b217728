//! The delivery guarantee without a broker or a database: topics, questions and dead letters in memory.
//!
//! Proves that the ports say all there is to say, and carries the simulator.

use crate::{
    Clock, Courier, DeadLetter, DeadLetters, Log, Message, Page, Producer, Question, Questions, Record,
    StoredDeadLetter, Unavailable,
    sweeper::{DOUBLINGS_MAX, EVERY},
};
use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Bound,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Topics of one partition each, with the committed position of each reader.
#[derive(Default, Clone)]
pub struct MemoryBroker(Arc<Mutex<Topics>>);

#[derive(Default)]
struct Topics {
    records: BTreeMap<String, Vec<Record>>,
    positions: BTreeMap<(String, String), usize>,
}

impl MemoryBroker {
    /// Appends to a topic.
    pub fn append(&self, message: &Message) {
        let mut topics = lock(&self.0);
        let records = topics.records.entry(message.topic.clone()).or_default();
        let offset = i64::try_from(records.len()).unwrap_or(i64::MAX);
        let (topic, payload) = (message.topic.clone(), message.payload.clone());
        records.push(Record { topic, partition: 0, offset, id: Some(message.id.clone()), payload });
    }

    /// All is lost: records and positions.
    pub fn wipe(&self) {
        *lock(&self.0) = Topics::default();
    }

    /// A reader's position goes back to the beginning of all topics.
    pub fn rewind(&self, group: &str) {
        lock(&self.0).positions.retain(|(reader, _), _| reader != group);
    }

    /// A reader of all topics that begin with `prefix`, from its committed position.
    pub fn log(&self, group: &str, prefix: &str) -> MemoryLog {
        MemoryLog { broker: self.clone(), group: group.into(), prefix: prefix.into(), read: BTreeMap::new() }
    }
}

#[async_trait]
impl Producer for MemoryBroker {
    async fn send(&self, messages: Vec<Message>) {
        messages.iter().for_each(|message| self.append(message));
    }
}

#[async_trait]
impl Courier for MemoryBroker {
    async fn deliver(&self, message: Message) -> Result<(), Unavailable> {
        self.append(&message);
        Ok(())
    }
}

/// One reader's view of the topics.
pub struct MemoryLog {
    broker: MemoryBroker,
    group: String,
    prefix: String,
    read: BTreeMap<String, usize>,
}

#[async_trait]
impl Log for MemoryLog {
    async fn poll(&mut self) -> Vec<Record> {
        let topics = lock(&self.broker.0);
        let mut batch = Vec::new();
        for (topic, records) in topics.records.iter().filter(|(topic, _)| topic.starts_with(&self.prefix)) {
            let position = topics.positions.get(&(self.group.clone(), topic.clone())).copied().unwrap_or(0);
            // A position behind the end is that of a log which was lost: read what there is.
            let position = if position > records.len() { 0 } else { position };
            batch.extend(records.iter().skip(position).cloned());
            self.read.insert(topic.clone(), records.len());
        }
        batch
    }

    async fn advance(&mut self) {
        let mut topics = lock(&self.broker.0);
        for (topic, position) in std::mem::take(&mut self.read) {
            topics.positions.insert((self.group.clone(), topic), position);
        }
    }

    async fn wait(&mut self, _time: Duration) {}
}

/// Open questions of one service, by end-to-end id.
#[derive(Clone)]
pub struct MemoryQuestions(Arc<Mutex<Open>>);

struct Open {
    rows: BTreeMap<String, Row>,
    clock: Clock,
}

struct Row {
    message: Message,
    asked_at: Timestamp,
    /// How often it was asked again since nothing was heard, and since something was.
    silent_asks: i32,
    heard_asks: i32,
}

impl Default for MemoryQuestions {
    fn default() -> Self {
        let clock: Clock = Arc::new(|| Timestamp::UNIX_EPOCH);
        Self(Arc::new(Mutex::new(Open { rows: BTreeMap::new(), clock })))
    }
}

impl MemoryQuestions {
    /// Time stands still until a clock is given.
    pub fn go_by(&self, clock: Clock) {
        lock(&self.0).clock = clock;
    }

    /// Writes what a decision does to a transfer's question.
    pub fn write(&self, id: &str, question: &Question) {
        let mut open = lock(&self.0);
        let asked_at = (open.clock)();
        match question {
            Question::Keep => {}
            Question::Ask(message) => {
                let row = Row { message: message.clone(), asked_at, silent_asks: 0, heard_asks: 0 };
                open.rows.insert(id.into(), row);
            }
            Question::Close => drop(open.rows.remove(id)),
        }
    }

    /// How many are open.
    pub fn count(&self) -> usize {
        lock(&self.0).rows.len()
    }
}

/// For how long nothing is asked again that was asked so often in vain.
fn patience(asks: i32) -> SignedDuration {
    let every = SignedDuration::try_from(EVERY).unwrap_or(SignedDuration::MAX);
    every.saturating_mul(1 << asks.min(DOUBLINGS_MAX))
}

#[async_trait]
impl Questions for MemoryQuestions {
    async fn due(&self, heard: &[String], per_topic: i64) -> Result<Vec<Message>, Unavailable> {
        let mut open = lock(&self.0);
        let now = (open.clock)();
        let mut rows: Vec<_> = open.rows.values_mut().collect();
        rows.sort_by_key(|row| row.asked_at);
        let (mut seen, mut due) = (BTreeMap::<String, i64>::new(), Vec::new());
        let mut firsts = BTreeSet::new();
        for row in rows {
            let since = |asks| now.duration_since(row.asked_at) >= patience(asks);
            let ahead = row.asked_at > now;
            if !ahead && !since(0) {
                continue;
            }
            let topic = row.message.topic.clone();
            let by_time = ahead || since(row.silent_asks);
            let by_hearing = heard.contains(&topic) && since(row.heard_asks);
            let first = firsts.insert(topic.clone());
            let taken = seen.entry(topic).or_default();
            if (by_time || by_hearing || first) && *taken < per_topic {
                *taken += 1;
                row.asked_at = now;
                row.silent_asks += i32::from(by_time);
                row.heard_asks += i32::from(by_hearing);
                due.push(row.message.clone());
            }
        }
        Ok(due)
    }

    async fn page(&self, after: &str, limit: i64) -> Result<Page, Unavailable> {
        let mut open = lock(&self.0);
        let (now, limit) = ((open.clock)(), usize::try_from(limit).unwrap_or(0));
        let behind = (Bound::Excluded(after), Bound::Unbounded);
        let (mut messages, mut last) = (Vec::new(), None);
        for (id, row) in open.rows.range_mut::<str, _>(behind).take(limit) {
            (row.asked_at, row.silent_asks, row.heard_asks) = (now, 0, 0);
            messages.push(row.message.clone());
            last = Some(id.clone());
        }
        let next = last.filter(|_| messages.len() == limit);
        Ok(Page { messages, next })
    }
}

/// Dead letters by topic and message id.
#[derive(Default, Clone)]
pub struct MemoryDeadLetters(Arc<Mutex<BTreeMap<(String, String), StoredDeadLetter>>>);

#[async_trait]
impl DeadLetters for MemoryDeadLetters {
    async fn park(&self, letters: Vec<DeadLetter>) -> Result<(), Unavailable> {
        let mut parked = lock(&self.0);
        for letter in letters {
            let key = (letter.topic.clone(), letter.message_id.clone());
            let stored = StoredDeadLetter { letter, count: 0, first_seen: Timestamp::UNIX_EPOCH };
            parked.entry(key).or_insert(stored).count += 1;
        }
        Ok(())
    }

    async fn list(&self, limit: i64) -> Result<Vec<StoredDeadLetter>, Unavailable> {
        let limit = usize::try_from(limit).unwrap_or(0);
        Ok(lock(&self.0).values().take(limit).cloned().collect())
    }

    async fn find(&self, topic: &str, message_id: &str) -> Result<Option<StoredDeadLetter>, Unavailable> {
        Ok(lock(&self.0).get(&(topic.into(), message_id.into())).cloned())
    }

    async fn remove(&self, looked_at: &StoredDeadLetter) -> Result<(), Unavailable> {
        let letter = &looked_at.letter;
        let mut parked = lock(&self.0);
        let key = (letter.topic.clone(), letter.message_id.clone());
        if parked.get(&key) == Some(looked_at) {
            parked.remove(&key);
        }
        Ok(())
    }
}
