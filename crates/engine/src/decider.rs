//! What a service brings: how its commands are decided, and how its decisions are committed.

use crate::error::{CommitError, Unavailable};
use async_trait::async_trait;

/// What became of one change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Committed,
    /// Left out: the state it was decided on is no longer the present one.
    Stale,
}

/// What was decided about one command.
pub struct Decided<Change, Answer, Effect> {
    /// None where nothing changes: a repeat, a contradiction, a refusal.
    pub change: Option<Change>,
    pub answer: Answer,
    /// What is published once the change is committed.
    pub effects: Vec<Effect>,
}

/// The [`Decided`] of a decider.
pub type DecidedBy<D> = Decided<<D as Decider>::Change, <D as Decider>::Answer, <D as Decider>::Effect>;

/// Where the present state of a batch comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// What this process remembers of its own commits, as far as it does. Somebody else may have changed it since, which
    /// the commit finds out: so only what is committed may be believed.
    Memory,
    /// The store alone.
    Store,
}

/// A service's side of the writer.
#[async_trait]
pub trait Decider: Send + Sync + 'static {
    type Command: Send + Sync;
    /// The present state of all that a batch touches, as its commands leave it one after the other.
    type WorkingCopy: Send + Sync;
    type Change: Send + Sync;
    type Answer: Send;
    type Effect: Send + Sync + 'static;

    /// Names the writer among the metrics.
    const NAME: &'static str;

    /// Reads the present state of all that `commands` touch, and says where it comes from. Where [`Source::Memory`] will do,
    /// it may be an earlier state, as long as no change that was decided on an earlier state can be committed.
    async fn load(
        &self,
        commands: &[&Self::Command],
        will_do: Source,
    ) -> Result<(Self::WorkingCopy, Source), Unavailable>;

    /// Decides one command and writes what it decided into the working copy, for the next command to see.
    fn decide(&self, copy: &mut Self::WorkingCopy, command: &Self::Command) -> DecidedBy<Self>
    where
        Self: Sized;

    /// Commits all changes, which were decided on `copy`, in one transaction, leaving out those that are stale; one
    /// outcome each, in order.
    async fn commit(
        &self,
        copy: &Self::WorkingCopy,
        changes: &[Self::Change],
    ) -> Result<Vec<Outcome>, CommitError>;

    /// The answer to a command whose data the store refuses.
    fn refuse(&self, command: &Self::Command, why: &str) -> Self::Answer;

    /// Called once after each commit, with what was committed. May not fail and may not wait.
    fn announce(&self, _committed: &[&Self::Change]) {}
}
