//! Reads as an ordinary consumer group: standard tools show its lag, a second instance just joins.
//!
//! The position moves only by `advance`. Membership is static, so that a process that was killed takes the place of its
//! ghost at once. But the broker hands such a member the partitions it had before, even when those were none because its
//! topics were not made yet, and nothing would ever change that: so each reader, once it has a place, gives it up and joins
//! anew.

use super::{Bells, KafkaSettings, backwards::Offsets, lag, membership::Membership, positions::Positions};
use crate::{Log, Record};
use async_trait::async_trait;
use futures::FutureExt;
use rdkafka::{
    ClientConfig, Message as _, Offset, TopicPartitionList,
    consumer::{CommitMode, Consumer, StreamConsumer},
    error::{KafkaError, RDKafkaErrorCode},
    message::{BorrowedMessage, Headers},
};
use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};
use tokio::time::{Instant, sleep_until, timeout_at};

/// Records in one batch, at the most.
const RECORDS_MAX: usize = 500;
/// Bytes in one batch, at the most, give or take one record.
const BYTES_MAX: usize = 4 << 20;
/// Until the broker is told again where we stand, after it did not take it.
const TELL_AGAIN: Duration = Duration::from_secs(1);

/// What a consumer is called and what it reads.
pub struct Subscription<'a> {
    pub group: &'a str,
    /// Who this is in the group, after a restart too. Of two that share a name one will take another.
    pub instance: &'a str,
    /// A topic, or a regular expression that begins with `^`.
    pub topic: &'a str,
}

/// The topics of one service, by its consumer group.
pub struct KafkaLog {
    config: ClientConfig,
    topic: String,
    instance: String,
    /// How many of this process's names were taken by another reader.
    names_taken: AtomicU32,
    consumer: StreamConsumer<Membership>,
    offsets: Offsets,
    bells: Bells,
    /// Read while paused, to be handed out first.
    early: Vec<Record>,
    positions: Positions,
    /// When to tell the broker again where we stand, if it has to be told.
    tell_again: Option<Instant>,
}

impl KafkaLog {
    /// Rings the sweeper's bell when an offset arrives that was already read, or lies before one that was.
    pub fn new(
        settings: &KafkaSettings,
        subscription: &Subscription<'_>,
        bells: Bells,
    ) -> Result<Self, KafkaError> {
        let mut config = settings.client();
        config
            .set("group.id", subscription.group)
            .set("client.id", format!("{}-{}", subscription.group, subscription.instance))
            // The shortest that brokers take: a member that does not come back gives its partitions up.
            .set("session.timeout.ms", "6000")
            // A heartbeat's answer is how a member learns that the partitions are shared out anew.
            .set("heartbeat.interval.ms", "500")
            .set("max.poll.interval.ms", "300000")
            .set("enable.auto.commit", "false")
            .set("enable.auto.offset.store", "false")
            .set("auto.offset.reset", "earliest")
            .set("fetch.error.backoff.ms", "100")
            .set("queued.max.messages.kbytes", "8192")
            .set("statistics.interval.ms", lag::EVERY_MS);
        Ok(Self {
            consumer: open(&config, subscription.topic, subscription.instance)?,
            config,
            topic: subscription.topic.to_owned(),
            instance: subscription.instance.to_owned(),
            names_taken: AtomicU32::new(0),
            offsets: Offsets::default(),
            bells,
            early: Vec::new(),
            positions: Positions::default(),
            tell_again: None,
        })
    }

    /// Another reader takes the place of the present one and goes on from the committed positions: what is read again is a
    /// repeat. It takes the name too, and with it the partitions, at once. But the former reader lives until it could say
    /// good-bye to a broker that may be away, and a request of its that arrives late takes the name back: that is noticed
    /// like any other who takes it.
    fn reopen(&mut self) {
        match open(&self.config, &self.topic, &self.name()) {
            Ok(fresh) => {
                let old = std::mem::replace(&mut self.consumer, fresh);
                self.positions.forget();
                old.unsubscribe();
                tokio::task::spawn_blocking(move || drop(old));
            }
            Err(error) => tracing::warn!("the topics cannot be opened anew: {error}"),
        }
    }

    fn name(&self) -> String {
        match self.names_taken.load(Ordering::Relaxed) {
            0 => self.instance.clone(),
            taken => format!("{}.{taken}", self.instance),
        }
    }

    /// The next record, or None where an error was passing.
    async fn receive(&self) -> Option<Record> {
        match self.consumer.recv().await {
            Ok(message) => return Some(self.record(&message)),
            Err(error) if fenced(&error) => {
                // The broker also says so to one that was away for longer than its session, of its own former self.
                tracing::warn!("the broker has another reader of this name: taking a new one");
                self.names_taken.fetch_add(1, Ordering::Relaxed);
                self.bells.reopen.notify_one();
            }
            Err(error) => tracing::debug!("reading: {error}"),
        }
        None
    }

    /// Leaves the group and joins it again, so that the partitions are shared out from what there is now.
    fn join_anew(&self) {
        self.consumer.unsubscribe();
        if let Err(error) = self.consumer.subscribe(&[&self.topic]) {
            tracing::warn!("the topics cannot be subscribed to anew: {error}");
        }
    }

    /// Not waited for: a position that is lost means a batch of repeats, and is told again.
    fn commit(&self, positions: Vec<((String, i32), i64)>) {
        if positions.is_empty() {
            return;
        }
        let mut list = TopicPartitionList::with_capacity(positions.len());
        for ((topic, partition), next) in positions {
            if let Err(error) = list.add_partition_offset(&topic, partition, Offset::Offset(next)) {
                tracing::warn!(topic, partition, "cannot note the position: {error}");
            }
        }
        if let Err(error) = self.consumer.commit(&list, CommitMode::Async) {
            tracing::debug!("position not moved: {error}");
            self.consumer.context().missed.notify_one();
        }
    }

    fn record(&self, message: &BorrowedMessage<'_>) -> Record {
        let (topic, partition, offset) = (message.topic(), message.partition(), message.offset());
        if self.offsets.went_backwards(topic, partition, offset) {
            tracing::info!(topic, partition, offset, "reading earlier messages again");
            self.bells.lost.notify_one();
        }
        let id = message.headers().and_then(|headers| headers.iter().find(|header| header.key == "ce_id"));
        Record {
            topic: topic.to_owned(),
            partition,
            offset,
            id: id.and_then(|header| header.value).map(|value| String::from_utf8_lossy(value).into_owned()),
            payload: message.payload().unwrap_or_default().to_vec(),
        }
    }
}

fn open(
    config: &ClientConfig,
    topic: &str,
    instance: &str,
) -> Result<StreamConsumer<Membership>, KafkaError> {
    let mut config = config.clone();
    config.set("group.instance.id", instance);
    let consumer: StreamConsumer<Membership> = config.create_with_context(Membership::default())?;
    consumer.subscribe(&[topic])?;
    Ok(consumer)
}

#[async_trait]
impl Log for KafkaLog {
    async fn poll(&mut self) -> Vec<Record> {
        let mut records = std::mem::take(&mut self.early);
        while records.is_empty() {
            let event = tokio::select! {
                received = self.receive() => Event::Received(received),
                () = self.consumer.context().placed.notified() => Event::Placed,
                () = self.bells.reopen.notified() => Event::Reopen,
                () = self.consumer.context().missed.notified() => Event::Missed,
                () = due(self.tell_again) => Event::TellAgain,
            };
            if self.consumer.context().gave_up() {
                self.positions.forget();
            }
            match event {
                Event::Received(record) => records.extend(record),
                Event::Placed => self.join_anew(),
                Event::Reopen => self.reopen(),
                Event::Missed => self.tell_again = Some(Instant::now() + TELL_AGAIN),
                Event::TellAgain => {
                    self.tell_again = None;
                    self.commit(self.positions.settled());
                }
            }
        }
        let mut bytes: usize = records.iter().map(|record| record.payload.len()).sum();
        while records.len() < RECORDS_MAX && bytes < BYTES_MAX {
            // Whatever is here already; never a wait for more.
            let Some(received) = self.receive().now_or_never() else { break };
            let Some(record) = received else { break };
            bytes += record.payload.len();
            records.push(record);
        }
        for record in &records {
            self.positions.polled(&record.topic, record.partition, record.offset);
        }
        records
    }

    async fn advance(&mut self) {
        let moved = self.positions.settle();
        self.commit(moved);
    }

    async fn pause(&mut self, time: Duration) {
        let assigned = self.consumer.assignment().unwrap_or_default();
        let paused = self.consumer.pause(&assigned);
        // Polling goes on, or the group would take us for dead.
        let deadline = Instant::now() + time;
        while let Ok(received) = timeout_at(deadline, self.receive()).await {
            self.early.extend(received);
        }
        if let Err(error) = paused.and_then(|()| self.consumer.resume(&assigned)) {
            tracing::debug!("partitions changed hands while paused: {error}");
        }
    }
}

/// Another process took our name, or the client can never work again.
fn fenced(error: &KafkaError) -> bool {
    matches!(error, KafkaError::MessageConsumptionFatal(_))
        || error.rdkafka_error_code() == Some(RDKafkaErrorCode::FencedInstanceId)
}

/// At this moment; never, when there is none.
async fn due(moment: Option<Instant>) {
    match moment {
        Some(moment) => sleep_until(moment).await,
        None => std::future::pending().await,
    }
}

/// What a reader waits for.
enum Event {
    Received(Option<Record>),
    Placed,
    Reopen,
    Missed,
    TellAgain,
}
