//! One batch, decided and committed: the order of events that nothing may change.
//!
//! Load what the commands touch, decide each in order over one working copy, commit all in ONE transaction. What the
//! store left out because somebody else was faster is decided again from what stands there now. Refuses to know what a
//! command is.

use crate::{deadline::in_time, message::Message};
use async_trait::async_trait;
use std::time::Instant;

/// Rounds of deciding again before the batch is given up as unavailable.
const ROUNDS_MAX: usize = 16;

/// The store or the broker cannot be reached now. Says nothing about whether a commit took place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unavailable, try again: {0}")]
pub struct Unavailable(pub String);

/// Why a commit did not take place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommitError {
    /// A deadlock, a serialisation failure, a unique key taken meanwhile: decide again.
    #[error("somebody else was faster: {0}")]
    Conflict(String),
    /// The data of one change cannot be stored (SQLSTATE class 22 or 23).
    #[error("the data was refused: {0}")]
    Data(String),
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// What became of one change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Committed,
    /// Left out: the state it was decided on is no longer the present one.
    Stale,
}

/// What was decided about one command.
pub struct Decided<C, A> {
    /// None where nothing changes: a repeat, a contradiction, a refusal.
    pub change: Option<C>,
    pub answer: A,
    pub outgoing: Vec<Message>,
}

/// What one command came to, after the commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled<A> {
    pub answer: A,
    pub outgoing: Vec<Message>,
}

/// A service's side of the writer.
#[async_trait]
pub trait Desk: Send + Sync + 'static {
    type Command: Send + Sync;
    /// The working copy: the present state of all that a batch touches.
    type Books: Send + Sync;
    type Change: Send + Sync;
    type Answer: Send;

    /// Names the writer among the metrics.
    const NAME: &'static str;

    /// Reads the present state of all that `commands` touch.
    async fn load(&self, commands: &[&Self::Command]) -> Result<Self::Books, Unavailable>;

    /// Decides one command and writes what it decided into the working copy, for the next command to see.
    fn decide(&self, books: &mut Self::Books, command: &Self::Command)
    -> Decided<Self::Change, Self::Answer>;

    /// Commits all changes, which were decided on `books`, in one transaction, leaving out those that are stale; one
    /// outcome each, in order.
    async fn commit(
        &self,
        books: &Self::Books,
        changes: &[Self::Change],
    ) -> Result<Vec<Outcome>, CommitError>;

    /// The answer to a command whose data the store refuses.
    fn refuse(&self, command: &Self::Command, why: &str) -> Self::Answer;

    /// Called once after each commit, with what was committed. May not fail and may not wait.
    fn announce(&self, _committed: &[&Self::Change]) {}
}

/// What became of a batch.
pub struct Settlement<A> {
    /// One for each command, in order. None where the store was away; it may have been committed all the same: to ask
    /// again is safe, since a repeat changes nothing.
    pub settled: Vec<Option<Settled<A>>>,
    /// Why some were not settled: the store is away, or contention does not end.
    pub trouble: Option<Unavailable>,
}

impl<A> Settlement<A> {
    /// All results.
    ///
    /// # Errors
    /// [`Unavailable`] when one is missing.
    pub fn whole(self) -> Result<Vec<Settled<A>>, Unavailable> {
        match self.trouble {
            Some(trouble) => Err(trouble),
            None => Ok(self.settled.into_iter().flatten().collect()),
        }
    }
}

/// Settles `commands`, in order.
pub async fn settle<D: Desk>(desk: &D, commands: &[D::Command]) -> Settlement<D::Answer> {
    metrics::histogram!("writer_batch_commands", "writer" => D::NAME).record(commands.len() as f64);
    let mut settled: Vec<_> = commands.iter().map(|_| None).collect();
    let trouble = settle_into(&mut settled, desk, commands).await.err();
    Settlement { settled, trouble }
}

async fn settle_into<D: Desk>(
    settled: &mut [Option<Settled<D::Answer>>],
    desk: &D,
    commands: &[D::Command],
) -> Result<(), Unavailable> {
    let mut work = vec![(0..commands.len()).collect::<Vec<_>>()];
    let mut rounds = 0;
    while let Some(batch) = work.pop() {
        match attempt(desk, commands, &batch).await {
            Ok(attempt) => {
                attempt.done.into_iter().for_each(|(index, result)| settled[index] = Some(result));
                if attempt.again.is_empty() {
                    continue;
                }
                work.push(attempt.again);
            }
            Err(CommitError::Conflict(_)) => work.push(batch),
            Err(CommitError::Data(why)) if batch.len() == 1 => {
                let answer = desk.refuse(&commands[batch[0]], &why);
                settled[batch[0]] = Some(Settled { answer, outgoing: Vec::new() });
                continue;
            }
            Err(CommitError::Data(_)) => {
                // One offender must not hold up the others: halve until it stands alone.
                let (first, second) = batch.split_at(batch.len() / 2);
                work.extend([second.to_vec(), first.to_vec()]);
                continue;
            }
            Err(CommitError::Unavailable(unavailable)) => return Err(unavailable),
        }
        rounds += 1;
        if rounds > ROUNDS_MAX {
            return Err(Unavailable("too many others are changing the same accounts".into()));
        }
    }
    Ok(())
}

struct Attempt<A> {
    done: Vec<(usize, Settled<A>)>,
    again: Vec<usize>,
}

async fn attempt<D: Desk>(
    desk: &D,
    commands: &[D::Command],
    batch: &[usize],
) -> Result<Attempt<D::Answer>, CommitError> {
    let wanted: Vec<_> = batch.iter().map(|&index| &commands[index]).collect();
    let mut books = in_time(desk.load(&wanted)).await?;
    let mut changes = Vec::with_capacity(batch.len());
    let mut decided = Vec::with_capacity(batch.len());
    for command in &wanted {
        let Decided { change, answer, outgoing } = desk.decide(&mut books, command);
        decided.push((change.is_some(), Settled { answer, outgoing }));
        changes.extend(change);
    }
    let outcomes = if changes.is_empty() { Vec::new() } else { commit(desk, &books, &changes).await? };
    let committed: Vec<_> =
        changes.iter().zip(&outcomes).filter(|(_, o)| **o == Outcome::Committed).collect();
    desk.announce(&committed.into_iter().map(|(change, _)| change).collect::<Vec<_>>());
    Ok(sort(batch, decided, &outcomes))
}

async fn commit<D: Desk>(
    desk: &D,
    books: &D::Books,
    changes: &[D::Change],
) -> Result<Vec<Outcome>, CommitError> {
    let began = Instant::now();
    let outcomes = in_time(desk.commit(books, changes)).await?;
    metrics::histogram!("writer_commit_seconds", "writer" => D::NAME).record(began.elapsed());
    Ok(outcomes)
}

/// Parts what stands from what has to be decided again. A command that changed nothing was answered from the working
/// copy; where a change was left out, that copy was wrong, and so may be the answer.
fn sort<A>(batch: &[usize], decided: Vec<(bool, Settled<A>)>, outcomes: &[Outcome]) -> Attempt<A> {
    let all_committed = outcomes.iter().all(|outcome| *outcome == Outcome::Committed);
    let mut outcomes = outcomes.iter();
    let mut attempt = Attempt { done: Vec::with_capacity(batch.len()), again: Vec::new() };
    for (&index, (changes, settled)) in batch.iter().zip(decided) {
        let stands = if changes { outcomes.next() == Some(&Outcome::Committed) } else { all_committed };
        match stands {
            true => attempt.done.push((index, settled)),
            false => attempt.again.push(index),
        }
    }
    attempt
}
