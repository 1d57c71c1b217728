//! The delivery guarantee without a broker or a database: topics, questions and dead letters in memory.
//!
//! Proves that the ports say all there is to say, and carries the simulator.

use crate::{
    ConfirmedProducer, DeadLetter, DeadLetterList, DeadLetterPage, DeadLetters, Log, Message, Page, Ports,
    Question, Questions, Record, StoredDeadLetter,
    dead_letters::{LETTERS_MAX, TOPIC_BYTES_MAX},
    sweeper::{DOUBLINGS_MAX, EVERY},
};
use async_trait::async_trait;
use engine::{Clock, Publish, Unavailable};
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
    /// Of these nothing comes.
    silent: BTreeSet<String>,
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

    /// Nothing comes of a topic any more, though there is more to read.
    pub fn silence(&self, topic: &str) {
        lock(&self.0).silent.insert(topic.into());
    }

    /// Other readers begin, who hear all topics.
    pub fn open_readers_anew(&self) {
        lock(&self.0).silent.clear();
    }

    /// A reader of all topics that begin with `prefix`, from its committed position.
    pub fn log(&self, group: &str, prefix: &str) -> MemoryLog {
        MemoryLog { broker: self.clone(), group: group.into(), prefix: prefix.into(), read: BTreeMap::new() }
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
        let heard = |topic: &String| topic.starts_with(&self.prefix) && !topics.silent.contains(topic);
        for (topic, records) in topics.records.iter().filter(|(topic, _)| heard(topic)) {
            let position = topics.positions.get(&(self.group.clone(), topic.clone())).copied().unwrap_or(0);
            // A position behind the end is that of a log which was lost: read what there is.
            let position = if position > records.len() { 0 } else { position };
            batch.extend(records.iter().skip(position).cloned());
            self.read.insert(topic.clone(), records.len());
        }
        batch
    }

    async fn commit_offsets(&mut self) {
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

/// Dead letters, with the same bounds as the database's.
#[derive(Default, Clone)]
pub struct MemoryDeadLetters(Arc<Mutex<Letters>>);

#[derive(Default)]
struct Letters {
    kept: BTreeMap<i64, (StoredDeadLetter, [u8; 32])>,
    not_kept: BTreeMap<String, i64>,
    last: i64,
}

impl Letters {
    fn park(&mut self, letter: DeadLetter) {
        let hash = letter.payload_hash();
        let name = |letter: &DeadLetter| (letter.topic.clone(), letter.message_id.clone());
        let mut kept = self.kept.values_mut();
        if let Some((again, _)) = kept.find(|(k, h)| *h == hash && name(&k.letter) == name(&letter)) {
            again.count += 1;
            return;
        }
        let sizes = self.kept.values().filter(|(kept, _)| kept.letter.topic == letter.topic);
        let sizes: Vec<_> =
            sizes.map(|(kept, _)| kept.letter.payload.len()).chain([letter.kept().len()]).collect();
        let fits = |count: usize, most: i64| i64::try_from(count).is_ok_and(|count| count <= most);
        if !fits(sizes.len(), LETTERS_MAX) || !fits(sizes.iter().sum(), TOPIC_BYTES_MAX) {
            *self.not_kept.entry(letter.topic).or_default() += 1;
            return;
        }
        self.last += 1;
        let (number, cut, first_seen) = (self.last, letter.is_cut(), Timestamp::UNIX_EPOCH);
        let letter = DeadLetter { payload: letter.kept().to_vec(), ..letter };
        self.kept.insert(number, (StoredDeadLetter { number, letter, cut, count: 1, first_seen }, hash));
    }
}

#[async_trait]
impl DeadLetters for MemoryDeadLetters {
    async fn park(&self, letters: Vec<DeadLetter>) -> Result<(), Unavailable> {
        let mut parked = lock(&self.0);
        letters.into_iter().for_each(|letter| parked.park(letter));
        Ok(())
    }

    async fn list(&self, page: &DeadLetterPage) -> Result<DeadLetterList, Unavailable> {
        let parked = lock(&self.0);
        let wanted = |topic: &String| page.topic.as_ref().is_none_or(|only| only == topic);
        let behind = parked.kept.range(page.after + 1..).map(|(_, (kept, _))| kept);
        let letters = behind.filter(|kept| wanted(&kept.letter.topic)).cloned();
        let letters = letters.take(usize::try_from(page.limit).unwrap_or(0)).collect();
        let not_kept =
            parked.not_kept.iter().filter(|(topic, _)| wanted(topic)).map(|(_, count)| count).sum();
        Ok(DeadLetterList { letters, not_kept })
    }

    async fn find(&self, number: i64) -> Result<Option<StoredDeadLetter>, Unavailable> {
        Ok(lock(&self.0).kept.get(&number).map(|(kept, _)| kept.clone()))
    }

    async fn remove(&self, looked_at: &StoredDeadLetter) -> Result<(), Unavailable> {
        let mut parked = lock(&self.0);
        if parked.kept.get(&looked_at.number).is_some_and(|(kept, _)| kept == looked_at) {
            parked.kept.remove(&looked_at.number);
        }
        Ok(())
    }
}
