//! What the broker in memory holds: records, positions, and what of them is to be read now.

use super::Seen;
use crate::{Message, Record};
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    mem::take,
    sync::{Arc, Weak},
    time::{Duration, Instant},
};
use tokio::sync::Notify;

/// Is told what happens, in its order. The broker stands still meanwhile, so it must be quick, and leave the broker alone.
pub type Watcher = Arc<dyn Fn(Seen<'_>) + Send + Sync>;

#[derive(Default)]
pub(super) struct Topics {
    topics: BTreeMap<String, Topic>,
    positions: BTreeMap<(String, String), usize>,
    /// Of these nothing comes.
    pub silent: BTreeSet<String>,
    /// It takes nothing, and gives nothing out.
    pub is_down: bool,
    /// Something was sent to it meanwhile.
    has_lost: bool,
    /// Records that a topic keeps; None for all.
    pub kept: Option<usize>,
    /// How long what is written now is held back from readers; none by default.
    pub delay: Duration,
    /// Told when something may have been lost.
    pub senders: Vec<Weak<Notify>>,
    pub watcher: Option<Watcher>,
}

#[derive(Default)]
struct Topic {
    /// So many have been before.
    first: usize,
    records: VecDeque<Written>,
}

struct Written {
    record: Record,
    /// Not to be read before; None for at once.
    due: Option<Instant>,
}

/// What a reader has not read yet.
#[derive(Default)]
pub(super) struct Unread {
    /// By topic, and where each batch ends.
    pub batches: Vec<(Vec<Record>, String, usize)>,
    /// When there is more, though nothing more is written.
    pub due: Option<Instant>,
}

impl Topic {
    fn end(&self) -> usize {
        self.first + self.records.len()
    }
}

impl Topics {
    pub fn append(&mut self, message: &Message) {
        if self.is_down {
            self.has_lost = true;
            return;
        }
        let due = (!self.delay.is_zero()).then(|| Instant::now() + self.delay);
        let topic = self.topics.entry(message.topic.clone()).or_default();
        let (id, payload) = (Some(message.id.clone()), message.payload.clone());
        let record =
            Record { topic: message.topic.clone(), partition: 0, offset: number(topic.end()), id, payload };
        if let Some(tell) = &self.watcher {
            tell(Seen::Written { record: &record, key: &message.key });
        }
        topic.records.push_back(Written { record, due });
        if self.kept.is_some_and(|kept| topic.records.len() > kept) {
            topic.records.pop_front();
            topic.first += 1;
        }
    }

    pub fn lose_all(&mut self) {
        (self.topics, self.positions, self.has_lost) = (BTreeMap::new(), BTreeMap::new(), true);
        self.tell(Seen::Wiped);
        if !self.is_down {
            self.tell_of_losses();
        }
    }

    pub fn tell_of_losses(&mut self) {
        if take(&mut self.has_lost) {
            self.senders.iter().filter_map(Weak::upgrade).for_each(|resend| resend.notify_one());
        }
    }

    pub fn commit(&mut self, group: &str, read: BTreeMap<String, usize>) {
        for (topic, end) in read {
            let before = self.positions.insert((group.to_owned(), topic.clone()), end);
            if before.unwrap_or_default() != end {
                self.tell(Seen::Reached { group, topic: &topic, next: number(end) });
            }
        }
    }

    pub fn rewind(&mut self, group: &str) {
        self.positions.retain(|(reader, _), _| reader != group);
    }

    /// Of the topics that begin with `prefix`, `most` records of each.
    pub fn read(&self, group: &str, prefix: &str, most: usize) -> Unread {
        let mut all = Unread::default();
        if self.is_down {
            return all;
        }
        let heard =
            self.topics.iter().filter(|(name, _)| name.starts_with(prefix) && !self.silent.contains(*name));
        for (name, topic) in heard {
            let position = self.positions.get(&(group.to_owned(), name.clone())).copied().unwrap_or(0);
            // A position behind the end is that of a log which was lost: read what there is.
            let position = if position > topic.end() { 0 } else { position };
            let mut unread = topic.records.iter().skip(position.saturating_sub(topic.first)).peekable();
            let mut batch = Vec::new();
            // Who waits keeps everybody behind: the order stays.
            while let Some(next) = unread.next_if(|next| batch.len() < most && next.is_due()) {
                batch.push(next.record.clone());
            }
            let due = unread.next().and_then(|next| next.due);
            all.due = [all.due, due].into_iter().flatten().min();
            let end = position.max(topic.first) + batch.len();
            all.batches.push((batch, name.clone(), end));
        }
        all
    }

    fn tell(&self, seen: Seen<'_>) {
        if let Some(tell) = &self.watcher {
            tell(seen);
        }
    }
}

impl Written {
    fn is_due(&self) -> bool {
        self.due.is_none_or(|due| due <= Instant::now())
    }
}

fn number(place: usize) -> i64 {
    i64::try_from(place).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Log as _, memory::MemoryBroker};
    use std::sync::Mutex;

    fn message(id: &str) -> Message {
        let kind = "k".to_owned();
        Message { id: id.into(), topic: "t".into(), key: "about".into(), kind, payload: Vec::new() }
    }

    fn ids(records: &[Record]) -> Vec<&str> {
        records.iter().filter_map(|record| record.id.as_deref()).collect()
    }

    #[tokio::test]
    async fn what_is_held_back_comes_when_its_time_is_there_and_nothing_overtakes_it() {
        let broker = MemoryBroker::default();
        let delay = Duration::from_millis(40);
        broker.delay(delay);
        broker.append(&message("slow"));
        broker.delay(Duration::ZERO);
        broker.append(&message("fast"));
        let (written, mut log) = (Instant::now(), broker.waiting_log("g", "t"));
        assert!(broker.read("g", "t", 10).batches.iter().all(|(records, ..)| records.is_empty()));
        assert_eq!(ids(&log.poll().await), ["slow", "fast"]);
        assert!(written.elapsed() >= delay / 2, "{:?}", written.elapsed());
    }

    #[tokio::test]
    async fn whoever_watches_is_told_of_all_in_its_order() {
        let (broker, told) = (MemoryBroker::default(), Arc::new(Mutex::new(Vec::new())));
        let writes = Arc::clone(&told);
        broker.watch(Arc::new(move |seen| {
            let line = match seen {
                Seen::Written { record, key } => format!("{}/{} {key}", record.topic, record.offset),
                Seen::Reached { group, topic, next } => format!("{group} at {topic}/{next}"),
                Seen::Wiped => "wiped".to_owned(),
            };
            writes.lock().unwrap().push(line);
        }));
        let mut log = broker.log("g", "t");
        broker.append(&message("1"));
        for _ in 0..2 {
            // The second time there is nothing new to tell.
            log.poll().await;
            log.commit_offsets().await;
        }
        broker.wipe();
        broker.append(&message("2"));
        assert_eq!(*told.lock().unwrap(), ["t/0 about", "g at t/1", "wiped", "t/0 about"]);
    }
}
