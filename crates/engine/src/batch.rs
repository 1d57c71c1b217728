//! One batch, decided and committed: the order of events that nothing may change.
//!
//! Load what the commands touch, decide each in order over one working copy, commit all in ONE transaction. What the
//! store left out because somebody else was faster is decided again from what stands there now.
//!
//! The first time, what is remembered is loaded from memory. Of what was decided on that only what was committed counts:
//! the commit has checked it. What changes nothing (a refusal, a repeat) is decided again from the store.

use crate::{
    deadline::in_time,
    decider::{Decided, Decider, Outcome, Source},
    error::{CommitError, Unavailable},
};
use std::time::Instant;

/// Rounds of deciding again before the batch is given up as unavailable.
const ROUNDS_MAX: usize = 16;

/// What one command came to, after the commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Processed<Answer, Effect> {
    pub answer: Answer,
    pub effects: Vec<Effect>,
}

type ProcessedBy<D> = Processed<<D as Decider>::Answer, <D as Decider>::Effect>;

/// What became of a batch.
pub struct BatchResult<Answer, Effect> {
    /// One for each command, in order. None where the store was away; it may have been committed all the same: to ask
    /// again is safe, since a repeat changes nothing.
    pub processed: Vec<Option<Processed<Answer, Effect>>>,
    /// Why some were not processed: the store is away, or contention does not end.
    pub trouble: Option<Unavailable>,
}

impl<Answer, Effect> BatchResult<Answer, Effect> {
    /// All results.
    ///
    /// # Errors
    /// [`Unavailable`] when one is missing.
    pub fn whole(self) -> Result<Vec<Processed<Answer, Effect>>, Unavailable> {
        match self.trouble {
            Some(trouble) => Err(trouble),
            None => Ok(self.processed.into_iter().flatten().collect()),
        }
    }
}

/// Decides and commits `commands`, in order.
pub async fn process<D: Decider>(decider: &D, commands: &[D::Command]) -> BatchResult<D::Answer, D::Effect> {
    metrics::histogram!("writer_batch_commands", "writer" => D::NAME).record(commands.len() as f64);
    let mut processed: Vec<_> = commands.iter().map(|_| None).collect();
    let trouble = Batch { decider, commands }.process_into(&mut processed).await.err();
    BatchResult { processed, trouble }
}

struct Batch<'a, D: Decider> {
    decider: &'a D,
    commands: &'a [D::Command],
}

/// What one attempt at some of the commands came to, by their places in the batch.
struct Attempt<D: Decider> {
    done: Vec<(usize, ProcessedBy<D>)>,
    again: Vec<usize>,
}

impl<D: Decider> Batch<'_, D> {
    async fn process_into(&self, processed: &mut [Option<ProcessedBy<D>>]) -> Result<(), Unavailable> {
        let mut work = vec![((0..self.commands.len()).collect::<Vec<_>>(), Source::Memory)];
        let mut rounds = 0;
        while let Some((places, will_do)) = work.pop() {
            match self.attempt(&places, will_do).await {
                Ok(attempt) => {
                    for (place, result) in attempt.done {
                        processed[place] = Some(result);
                    }
                    if attempt.again.is_empty() {
                        continue;
                    }
                    work.push((attempt.again, Source::Store));
                }
                Err(CommitError::Conflict(_)) => work.push((places, Source::Store)),
                Err(CommitError::Data(why)) if places.len() == 1 => {
                    let answer = self.decider.refuse(&self.commands[places[0]], &why);
                    processed[places[0]] = Some(Processed { answer, effects: Vec::new() });
                    continue;
                }
                Err(CommitError::Data(_)) => {
                    // One offender must not hold up the others: halve until it stands alone.
                    let (first, second) = places.split_at(places.len() / 2);
                    work.extend([(second.to_vec(), will_do), (first.to_vec(), will_do)]);
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

    async fn attempt(&self, places: &[usize], will_do: Source) -> Result<Attempt<D>, CommitError> {
        let commands: Vec<_> = places.iter().map(|&place| &self.commands[place]).collect();
        let (mut copy, source) = in_time(self.decider.load(&commands, will_do)).await?;
        let mut changes = Vec::with_capacity(places.len());
        let mut decided = Vec::with_capacity(places.len());
        for command in commands {
            let Decided { change, answer, effects } = self.decider.decide(&mut copy, command);
            decided.push((change.is_some(), Processed { answer, effects }));
            changes.extend(change);
        }
        let outcomes =
            if changes.is_empty() { Vec::new() } else { commit(self.decider, &copy, &changes).await? };
        debug_assert_eq!(outcomes.len(), changes.len(), "one outcome for each change");
        let committed = changes.iter().zip(&outcomes).filter(|(_, o)| **o == Outcome::Committed);
        self.decider.announce(&committed.map(|(change, _)| change).collect::<Vec<_>>());
        Ok(sort(places, decided, &outcomes, source))
    }
}

async fn commit<D: Decider>(
    decider: &D,
    copy: &D::WorkingCopy,
    changes: &[D::Change],
) -> Result<Vec<Outcome>, CommitError> {
    let began = Instant::now();
    let outcomes = in_time(decider.commit(copy, changes)).await?;
    metrics::histogram!("writer_commit_seconds", "writer" => D::NAME).record(began.elapsed());
    Ok(outcomes)
}

/// Parts what stands from what has to be decided again. A command that changed nothing was answered from the working
/// copy; where a change was left out, that copy was wrong, and so may be the answer. What is remembered may be wrong always.
fn sort<D: Decider>(
    places: &[usize],
    decided: Vec<(bool, ProcessedBy<D>)>,
    outcomes: &[Outcome],
    source: Source,
) -> Attempt<D> {
    let all_committed = outcomes.iter().all(|outcome| *outcome == Outcome::Committed);
    let copy_was_true = all_committed && source == Source::Store;
    let mut outcomes = outcomes.iter();
    let mut attempt = Attempt { done: Vec::with_capacity(places.len()), again: Vec::new() };
    for (&place, (changes, processed)) in places.iter().zip(decided) {
        let stands = if changes { outcomes.next() == Some(&Outcome::Committed) } else { copy_was_true };
        match stands {
            true => attempt.done.push((place, processed)),
            false => attempt.again.push(place),
        }
    }
    attempt
}

#[cfg(test)]
mod tests;
