//! Readers of the broker in memory.

use super::MemoryBroker;
use crate::{Log, Record};
use async_trait::async_trait;
use std::{
    collections::BTreeMap,
    mem::take,
    time::{Duration, Instant},
};
use tokio::time::{sleep, timeout_at};

/// Records of one topic in one batch, for a reader who waits: what is behind comes in bites.
const BATCH_MAX: usize = 1000;

/// One reader's view of the topics. Never waits.
pub struct MemoryLog {
    broker: MemoryBroker,
    group: String,
    prefix: String,
    read: BTreeMap<String, usize>,
    /// When there is more to read than at the last look, though nothing more is written.
    due: Option<Instant>,
}

impl MemoryLog {
    pub(super) fn new(broker: MemoryBroker, group: &str, prefix: &str) -> Self {
        Self { broker, group: group.into(), prefix: prefix.into(), read: BTreeMap::new(), due: None }
    }

    fn read(&mut self, most: usize) -> Vec<Record> {
        let mut batch = Vec::new();
        let unread = self.broker.read(&self.group, &self.prefix, most);
        self.due = unread.due;
        // What an earlier look found at an end is of no use: the log may have been lost since.
        self.read.clear();
        for (records, topic, end) in unread.batches {
            batch.extend(records);
            self.read.insert(topic, end);
        }
        batch
    }
}

#[async_trait]
impl Log for MemoryLog {
    async fn poll(&mut self) -> Vec<Record> {
        self.read(usize::MAX)
    }

    async fn commit_offsets(&mut self) {
        self.broker.commit(&self.group, take(&mut self.read));
    }

    async fn wait(&mut self, _time: Duration) {}
}

/// The same, in real time: waits for what comes.
pub struct WaitingLog(pub(super) MemoryLog);

#[async_trait]
impl Log for WaitingLog {
    async fn poll(&mut self) -> Vec<Record> {
        loop {
            let broker = self.0.broker.clone();
            // Before the look, or what comes between the two would not wake anybody.
            let readable = broker.readable();
            let batch = self.0.read(BATCH_MAX);
            if !batch.is_empty() {
                return batch;
            }
            match self.0.due {
                Some(due) => drop(timeout_at(due.into(), readable).await),
                None => readable.await,
            }
        }
    }

    async fn commit_offsets(&mut self) {
        self.0.commit_offsets().await;
    }

    async fn wait(&mut self, time: Duration) {
        sleep(time).await;
    }
}
