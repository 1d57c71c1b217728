//! Reads as an ordinary consumer group: standard tools show its lag, a second instance just joins.
//!
//! The position moves only by `commit_offsets`. Membership is static, so that a process that was killed takes the place of its
//! ghost at once. But the broker hands such a member the partitions it had before, even when those were none because its
//! topics were not made yet, and nothing would ever change that: so each reader, once it has a place, gives it up and joins
//! anew.

use super::{
    KafkaSettings, Reading, Signals,
    backwards::Offsets,
    event::{Event, answer, due},
    positions::Positions,
    reader::{Heard, Reader, in_group},
    watch::{Blind, Place, Watch},
};
use crate::{Log, Record};
use async_trait::async_trait;
use futures::FutureExt;
use rdkafka::{ClientConfig, error::KafkaError};
use std::time::Duration;
use tokio::{
    task::JoinHandle,
    time::{Instant, sleep_until, timeout_at},
};

/// Records in one batch, at the most.
const RECORDS_MAX: usize = 500;
/// Bytes in one batch, at the most, give or take one record.
const BYTES_MAX: usize = 4 << 20;
/// The broker is told where we stand this often: a message that it writes, each time. Whoever begins anew reads what came
/// since, which changes nothing.
const TELL_EVERY: Duration = Duration::from_millis(500);
/// Until it is told again, after it did not take it.
const TELL_AGAIN: Duration = Duration::from_secs(1);
/// How often the broker is asked where its logs end.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// Until it is asked again after it did not answer.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// What a consumer is called and what it reads.
#[derive(Debug, Clone)]
pub struct Subscription {
    pub group: String,
    /// Who this is in the group, after a restart too. Of two that share a name one will take another.
    pub instance: String,
    /// A topic, or a regular expression that begins with `^`.
    pub topic: String,
}

/// The topics of one service, by its consumer group.
pub struct KafkaLog {
    config: ClientConfig,
    topic: String,
    instance: String,
    /// How many of this process's names were taken by another reader.
    names_taken: u32,
    reader: Reader,
    offsets: Offsets,
    signals: Signals,
    reading: Reading,
    /// Read while the store was away, to be handed out first.
    early: Vec<Record>,
    positions: Positions,
    /// When to tell the broker where we stand, if it has to be told.
    tell_at: Option<Instant>,
    watch: Watch,
    next_look: Instant,
    /// The broker is being asked where its logs end.
    look: Option<JoinHandle<Option<Vec<Place>>>>,
    /// Looks in a row that showed nothing to read from.
    blind: Blind,
}

impl KafkaLog {
    /// Tells the sweeper to resend when an offset arrives that was already read, or lies before one that was. Tells
    /// `reading` how it gets on.
    ///
    /// # Errors
    /// When the settings are no settings of librdkafka.
    pub fn new(
        settings: &KafkaSettings,
        subscription: &Subscription,
        signals: Signals,
        reading: Reading,
    ) -> Result<Self, KafkaError> {
        let config = in_group(settings, &subscription.group, &subscription.instance);
        Ok(Self {
            reader: Reader::open(&config, &subscription.topic, &subscription.instance)?,
            config,
            topic: subscription.topic.clone(),
            instance: subscription.instance.clone(),
            names_taken: 0,
            offsets: Offsets::default(),
            signals,
            reading,
            early: Vec::new(),
            positions: Positions::default(),
            tell_at: None,
            watch: Watch::default(),
            next_look: Instant::now() + LOOK_EVERY,
            look: None,
            blind: Blind::default(),
        })
    }

    /// Another reader takes the place of the present one and goes on from the committed positions: what is read again is a
    /// repeat. It takes the name too, and with it the partitions, at once. But the former reader lives until it could say
    /// good-bye to a broker that may be away, and a request of its that arrives late takes the name back: that is noticed
    /// like any other who takes it.
    fn reopen(&mut self) {
        let name = match self.names_taken {
            0 => self.instance.clone(),
            taken => format!("{}.{taken}", self.instance),
        };
        match Reader::open(&self.config, &self.topic, &name) {
            Ok(fresh) => {
                faults::reader_opened();
                self.positions.forget();
                self.restart_watch();
                std::mem::replace(&mut self.reader, fresh).close();
            }
            Err(error) => tracing::warn!("the topics cannot be opened anew: {error}"),
        }
    }

    fn restart_watch(&mut self) {
        self.watch.restart();
        self.look = None;
    }

    /// The next record, or None where there was only news of the reader itself.
    async fn receive(&mut self) -> Option<Record> {
        match self.reader.receive().await {
            Heard::Record(record) if faults::silenced(&record.topic, record.partition) => {}
            Heard::Record(record) => return Some(self.noticed(record)),
            Heard::Replaced => {
                // The broker also says so to one that was away for longer than its session, of its own former self.
                tracing::warn!("the broker has another reader of this name: taking a new one");
                self.names_taken += 1;
                self.signals.reopen.notify_one();
            }
            Heard::Nothing => {}
        }
        None
    }

    fn noticed(&self, record: Record) -> Record {
        let Record { topic, partition, offset, .. } = &record;
        if self.offsets.went_backwards(topic, *partition, *offset) {
            tracing::info!(topic, partition, offset, "reading earlier messages again");
            self.signals.resend.notify_one();
        }
        record
    }

    /// Whatever is here already, in one batch with `records`; never a wait for more.
    fn fill(&mut self, records: &mut Vec<Record>) {
        let mut bytes: usize = records.iter().map(|record| record.payload.len()).sum();
        while records.len() < RECORDS_MAX && bytes < BYTES_MAX {
            let Some(record) = self.receive_now() else { break };
            bytes += record.payload.len();
            records.push(record);
        }
    }

    /// The next record if it is here already. That there is none shows that this reader has time: what it is behind in, it
    /// is not too busy for.
    fn receive_now(&mut self) -> Option<Record> {
        match self.receive().now_or_never() {
            Some(received) => received,
            None => {
                self.watch.emptied(Instant::now().into());
                None
            }
        }
    }

    /// Asks where the logs end.
    fn start_look(&mut self) {
        self.next_look = Instant::now() + LOOK_EVERY;
        if self.look.is_none() {
            let positions = self.positions.clone();
            self.look = Some(self.reader.places(move |partition| positions.next(partition)));
        }
    }

    /// A partition that has more to read, and of which nothing comes, is not given up for lost, and neither is a broker
    /// that others reach: another reader begins.
    fn end_look(&mut self, places: Option<Vec<Place>>) {
        self.look = None;
        let blind = self.blind.look(places.as_deref());
        let silent = match &places {
            Some(places) => {
                self.reading.lag(places);
                self.watch.look(places, Instant::now().into())
            }
            None => {
                // Nobody can be heard.
                self.watch.restart();
                self.next_look = Instant::now() + LOOK_AGAIN;
                false
            }
        };
        self.reading.silent(self.watch.silent());
        if silent || blind {
            let what = if silent { "a partition with unread messages" } else { "the broker" };
            tracing::warn!("{what} has fallen silent to this reader: opening the topics anew");
            metrics::counter!("readers_reopened_total").increment(1);
            self.reopen();
        }
    }

    async fn event(&mut self) -> Event {
        let (tell_at, next_look) = (self.tell_at, self.next_look);
        let (reader, mut look) = (self.reader.clone(), self.look.take());
        let (reopen, membership) = (self.signals.reopen.clone(), reader.membership());
        let event = tokio::select! {
            received = self.receive() => Event::Received(received),
            () = membership.placed.notified() => Event::Placed,
            () = reopen.notified() => Event::Reopen,
            () = membership.missed.notified() => Event::Missed,
            () = due(tell_at) => Event::Tell,
            () = sleep_until(next_look) => Event::Look,
            places = answer(&mut look) => Event::Looked(places),
        };
        self.look = look;
        event
    }

    /// What is to be handed out at once, if anything.
    fn take(&mut self, event: Event) -> Option<Record> {
        match event {
            Event::Received(record) => return record,
            Event::Placed => self.reader.join_anew(&self.topic),
            Event::Reopen => self.reopen(),
            Event::Missed => {
                self.positions.tell_all_again();
                self.tell_at = Some(Instant::now() + TELL_AGAIN);
            }
            Event::Tell => {
                self.tell_at = None;
                self.reader.commit(self.positions.take_untold());
            }
            Event::Look => {
                self.start_look();
                // A reader of whose partitions nothing comes at all shows here that it waits.
                return self.receive_now();
            }
            Event::Looked(places) => self.end_look(places),
        }
        None
    }
}

impl Drop for KafkaLog {
    /// At a clean end the broker knows where we stand.
    fn drop(&mut self) {
        self.reader.commit(self.positions.take_untold());
    }
}

#[async_trait]
impl Log for KafkaLog {
    async fn poll(&mut self) -> Vec<Record> {
        let mut records = std::mem::take(&mut self.early);
        while records.is_empty() {
            let event = self.event().await;
            if self.reader.membership().gave_up() {
                self.positions.forget();
            }
            records.extend(self.take(event));
        }
        self.fill(&mut records);
        for record in &records {
            self.positions.polled(&record.topic, record.partition, record.offset);
        }
        records
    }

    async fn commit_offsets(&mut self) {
        self.positions.settle();
        self.tell_at.get_or_insert_with(|| Instant::now() + TELL_EVERY);
    }

    /// Goes on to read a batch ahead, so that the group hears of it; then it stands still, and after five minutes the group
    /// gives its partitions to somebody whose store answers. Partitions are not paused: one that is shared out anew
    /// meanwhile may stay paused for ever (librdkafka#5591).
    async fn wait(&mut self, time: Duration) {
        let deadline = Instant::now() + time;
        while self.early.len() < RECORDS_MAX {
            let Ok(received) = timeout_at(deadline, self.receive()).await else { break };
            self.early.extend(received);
        }
        self.restart_watch();
        sleep_until(deadline).await;
    }
}
