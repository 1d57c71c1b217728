//! The ports with faults in them, for tests that must notice: decorators, so that what is tested is the code that ships.

use crate::{
    DeadLetter, DeadLetterList, DeadLetterPage, DeadLetters, Log, Message, Page, Ports, Questions, Record,
    StoredDeadLetter,
};
use async_trait::async_trait;
use engine::{Clock, Publish, Unavailable};
use faults::{Point, at, planted};
use jiff::SignedDuration;
use std::{sync::Arc, time::Duration};

/// Ports that die or err where the plan says so.
pub fn plant(ports: Ports) -> Ports {
    let Ports { log, publisher, questions, dead_letters, resend } = ports;
    Ports {
        log: Box::new(FaultyLog(log)),
        publisher: Arc::new(FaultyPublisher(publisher)),
        questions: Arc::new(FaultyQuestions(questions)),
        dead_letters: Arc::new(FaultyDeadLetters(dead_letters)),
        resend,
    }
}

/// A clock that is as wrong as the plan says.
pub fn skewed(clock: Clock) -> Clock {
    let skew = SignedDuration::from_secs(faults::clock_skew_seconds());
    Arc::new(move || clock() + skew)
}

/// Dies behind a send.
struct FaultyPublisher(Arc<dyn Publish<Message>>);

#[async_trait]
impl Publish<Message> for FaultyPublisher {
    fn committed(&self, since: telemetry::Stopwatch, messages: &[Message]) {
        self.0.committed(since, messages);
    }

    async fn publish(&self, messages: Vec<Message>) {
        let sends = !messages.is_empty();
        self.0.publish(messages).await;
        if sends {
            at(Point::Sent);
        }
    }
}

/// Dies before the position moves.
struct FaultyLog(Box<dyn Log>);

#[async_trait]
impl Log for FaultyLog {
    async fn poll(&mut self) -> Vec<Record> {
        self.0.poll().await
    }

    async fn commit_offsets(&mut self) {
        at(Point::Effected);
        self.0.commit_offsets().await;
    }

    async fn wait(&mut self, time: Duration) {
        self.0.wait(time).await;
    }
}

/// `no-sweep`: nobody asks again.
struct FaultyQuestions(Arc<dyn Questions>);

#[async_trait]
impl Questions for FaultyQuestions {
    async fn due(&self, heard: &[String], per_topic: i64) -> Result<Vec<Message>, Unavailable> {
        if planted("no-sweep") {
            return Ok(Vec::new());
        }
        self.0.due(heard, per_topic).await
    }

    async fn page(&self, after: &str, limit: i64) -> Result<Page, Unavailable> {
        if planted("no-sweep") {
            return Ok(Page::default());
        }
        self.0.page(after, limit).await
    }
}

/// `poison-dropped`: what nobody can read is thrown away. `poison-blocks`: it is read again and again.
struct FaultyDeadLetters(Arc<dyn DeadLetters>);

#[async_trait]
impl DeadLetters for FaultyDeadLetters {
    async fn park(&self, letters: Vec<DeadLetter>) -> Result<(), Unavailable> {
        if planted("poison-dropped") {
            return Ok(());
        }
        if planted("poison-blocks") {
            return Err(Unavailable("a planted bug".into()));
        }
        self.0.park(letters).await
    }

    async fn list(&self, page: &DeadLetterPage) -> Result<DeadLetterList, Unavailable> {
        self.0.list(page).await
    }

    async fn find(&self, number: i64) -> Result<Option<StoredDeadLetter>, Unavailable> {
        self.0.find(number).await
    }

    async fn remove(&self, looked_at: &StoredDeadLetter) -> Result<(), Unavailable> {
        self.0.remove(looked_at).await
    }
}
