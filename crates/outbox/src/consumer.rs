//! Reads a topic in batches and moves the position only after the effect is committed.
//!
//! There is no memory of what was seen: a batch that is read again is a batch of repeats, which change nothing.
//! Neither order nor duplicates matter to what is decided.

use crate::{
    dead_letters::{DeadLetter, DeadLetters},
    heard::Heard,
    message::Record,
    spans,
};
use async_trait::async_trait;
use engine::{Decider, Intake, Unavailable, in_time};
use std::{sync::Arc, time::Duration};

/// How long to leave a store alone that did not answer.
const BACK_OFF: Duration = Duration::from_millis(500);

/// The log a service reads.
#[async_trait]
pub trait Log: Send {
    /// Whatever has arrived; waits only while there is nothing at all.
    async fn poll(&mut self) -> Vec<Record>;
    /// Moves the position behind all that was polled.
    async fn commit_offsets(&mut self);
    /// Lets a store that does not answer be for a while.
    async fn wait(&mut self, time: Duration);
}

/// Turns a record into a command.
pub trait Decoder<C>: Send + Sync + 'static {
    /// # Errors
    /// The reason why nobody can ever act on this record.
    fn decode(&self, record: &Record) -> Result<C, String>;
}

/// What an answer means for the record that asked.
pub trait PoisonReason {
    /// Why the record contradicts what is known, if it does.
    fn poison_reason(&self) -> Option<String>;
}

impl<T, E: PoisonReason> PoisonReason for Result<T, E> {
    fn poison_reason(&self) -> Option<String> {
        self.as_ref().err().and_then(E::poison_reason)
    }
}

/// Moves records from a log into the writer.
pub struct Consumer<D: Decider> {
    pub log: Box<dyn Log>,
    pub decoder: Arc<dyn Decoder<D::Command>>,
    pub intake: Intake<D>,
    pub dead_letters: Arc<dyn DeadLetters>,
    /// Told what was taken in.
    pub heard: Heard,
}

impl<D: Decider> Consumer<D>
where
    D::Answer: PoisonReason,
{
    /// Runs until it is dropped.
    pub async fn run(mut self) {
        loop {
            self.step().await;
        }
    }

    /// Brings one batch to its effect, however long the store is away, then moves the position.
    pub async fn step(&mut self) {
        let records = self.log.poll().await;
        let watch = telemetry::Stopwatch::start();
        while let Err(unavailable) = self.take_in(&records).await {
            tracing::warn!(records = records.len(), "{unavailable}; the position stays");
            self.log.wait(BACK_OFF).await;
        }
        self.heard.records(&records);
        spans::taken_in(watch, &records);
        metrics::counter!("messages_read_total").increment(records.len() as u64);
        self.log.commit_offsets().await;
    }

    // Exclusive, since a log may be read by one thread at a time only.
    async fn take_in(&mut self, records: &[Record]) -> Result<(), Unavailable> {
        let mut letters = Vec::new();
        let (mut commands, mut readable) = (Vec::new(), Vec::new());
        for record in records {
            match self.decoder.decode(record) {
                Ok(command) => {
                    commands.push(command);
                    readable.push(record);
                }
                Err(reason) => letters.push(DeadLetter::new(record, reason)),
            }
        }
        let answers = self.intake.messages(commands).await?;
        let contradictions = readable.iter().zip(&answers);
        letters.extend(contradictions.filter_map(|(r, a)| Some(DeadLetter::new(r, a.poison_reason()?))));
        if letters.is_empty() {
            return Ok(());
        }
        for letter in &letters {
            tracing::warn!(topic = letter.topic, id = letter.message_id, "put aside: {}", letter.reason);
        }
        let count = letters.len() as u64;
        in_time(self.dead_letters.park(letters)).await?;
        metrics::counter!("dead_letters_total").increment(count);
        Ok(())
    }
}
