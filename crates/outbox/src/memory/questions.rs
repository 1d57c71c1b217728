//! Open questions in memory.

use super::lock;
use crate::{
    Message, Page, Question, Questions,
    sweeper::{DOUBLINGS_MAX, EVERY},
};
use async_trait::async_trait;
use engine::{Clock, Unavailable};
use jiff::{SignedDuration, Timestamp};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Bound,
    sync::{Arc, Mutex},
};

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
