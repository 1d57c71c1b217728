//! The ports, made to stop before and after each call, so that a process can die between any two steps; and made to
//! fail now and then, also after they are done.

use super::chance::Chance;
use async_trait::async_trait;
use engine::{CommitError, Outcome, Publish, Unavailable};
use outbox::{Log, Message, Page, Questions, Record};
use std::{sync::Arc, task::Poll, time::Duration};

/// Yields once.
pub async fn step() {
    let mut waited = false;
    std::future::poll_fn(
        |_| if std::mem::replace(&mut waited, true) { Poll::Ready(()) } else { Poll::Pending },
    )
    .await;
}

/// Which of so many changes a commit takes: all, but now and then others were faster with some of them.
pub fn in_parts(chance: &Chance, changes: usize) -> Vec<bool> {
    let others_are_faster = chance.fault(100, "a commit is partial: others were faster");
    (0..changes).map(|_| !(others_are_faster && chance.happens(250))).collect()
}

/// The changes that a commit takes.
pub fn those<C: Clone>(changes: &[C], taken: &[bool]) -> Vec<C> {
    changes.iter().zip(taken).filter(|(_, taken)| **taken).map(|(change, _)| change.clone()).collect()
}

/// What became of all changes, after a commit of those that were taken.
pub fn of_all(taken: &[bool], outcomes: Vec<Outcome>) -> Vec<Outcome> {
    let mut outcomes = outcomes.into_iter();
    let outcome = |taken: &bool| taken.then(|| outcomes.next()).flatten().unwrap_or(Outcome::Stale);
    taken.iter().map(outcome).collect()
}

/// A read that may find the store unavailable.
pub async fn read<T>(
    chance: &Chance,
    call: impl Future<Output = Result<T, Unavailable>>,
) -> Result<T, Unavailable> {
    step().await;
    if chance.fault(10, "a read finds the store unavailable") {
        return Err(Unavailable("the store is away".into()));
    }
    let result = call.await;
    step().await;
    result
}

/// A commit that may fail before it is done, and after.
pub async fn commit(
    chance: &Chance,
    call: impl Future<Output = Result<Vec<Outcome>, CommitError>>,
) -> Result<Vec<Outcome>, CommitError> {
    step().await;
    if chance.fault(20, "a commit meets a serialisation failure") {
        return Err(CommitError::Conflict("serialisation failure".into()));
    }
    if chance.fault(15, "a commit finds the store unavailable") {
        return Err(Unavailable("the store is away".into()).into());
    }
    let result = call.await;
    step().await;
    if chance.fault(15, "the connection breaks after a commit") {
        return Err(Unavailable("the connection broke during the commit".into()).into());
    }
    result
}

/// A log that may be left behind between reading and moving the position.
pub struct SteppedLog<L>(pub L);

#[async_trait]
impl<L: Log> Log for SteppedLog<L> {
    async fn poll(&mut self) -> Vec<Record> {
        step().await;
        let records = self.0.poll().await;
        step().await;
        records
    }

    async fn commit_offsets(&mut self) {
        step().await;
        self.0.commit_offsets().await;
    }

    async fn wait(&mut self, _time: Duration) {
        step().await;
    }
}

/// A publisher that may never get to send what was committed.
pub struct SteppedPublisher(pub Arc<dyn Publish<Message>>);

#[async_trait]
impl Publish<Message> for SteppedPublisher {
    async fn publish(&self, messages: Vec<Message>) {
        step().await;
        self.0.publish(messages).await;
        step().await;
    }
}

/// Open questions in a store that may be unavailable.
pub struct SteppedQuestions<Q>(pub Q, pub Chance);

#[async_trait]
impl<Q: Questions> Questions for SteppedQuestions<Q> {
    async fn due(&self, heard: &[String], per_topic: i64) -> Result<Vec<Message>, Unavailable> {
        read(&self.1, self.0.due(heard, per_topic)).await
    }

    async fn page(&self, after: &str, limit: i64) -> Result<Page, Unavailable> {
        read(&self.1, self.0.page(after, limit)).await
    }
}
