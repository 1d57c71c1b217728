//! A batch over a memory that may be out of date.

use super::*;
use async_trait::async_trait;
use std::{
    convert::Infallible,
    sync::{Mutex, PoisonError},
};

/// Pays out of one balance, of which it may remember another figure.
struct Till {
    remembered: i64,
    /// What is there, and from where it was read.
    stored: Mutex<(i64, Vec<Source>)>,
}

impl Till {
    fn new(remembered: i64, stored: i64) -> Self {
        Self { remembered, stored: Mutex::new((stored, Vec::new())) }
    }

    fn stored(&self) -> std::sync::MutexGuard<'_, (i64, Vec<Source>)> {
        self.stored.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Which of the amounts are paid, what is left, and from where it was read.
    async fn pay(self, amounts: &[i64]) -> (Vec<bool>, i64, Vec<Source>) {
        let processed = process(&self, amounts).await.whole().expect("the store is there");
        let (left, read) = self.stored.into_inner().expect("nobody panicked");
        (processed.into_iter().map(|processed| processed.answer).collect(), left, read)
    }
}

#[async_trait]
impl Decider for Till {
    type Command = i64;
    /// What was read, and what is left of it.
    type WorkingCopy = (i64, i64);
    type Change = i64;
    type Answer = bool;
    type Effect = Infallible;

    const NAME: &'static str = "till";

    async fn load(&self, _: &[&i64], will_do: Source) -> Result<((i64, i64), Source), Unavailable> {
        let mut stored = self.stored();
        stored.1.push(will_do);
        let balance = if will_do == Source::Memory { self.remembered } else { stored.0 };
        Ok(((balance, balance), will_do))
    }

    fn decide(&self, (_, left): &mut (i64, i64), amount: &i64) -> Decided<i64, bool, Infallible> {
        let paid = amount <= left;
        *left -= if paid { *amount } else { 0 };
        Decided { change: paid.then_some(*amount), answer: paid, effects: Vec::new() }
    }

    async fn commit(&self, (read, _): &(i64, i64), amounts: &[i64]) -> Result<Vec<Outcome>, CommitError> {
        let mut stored = self.stored();
        if stored.0 != *read {
            return Err(CommitError::Conflict("it is another balance".into()));
        }
        stored.0 -= amounts.iter().sum::<i64>();
        Ok(vec![Outcome::Committed; amounts.len()])
    }

    fn refuse(&self, _amount: &i64, _why: &str) -> bool {
        false
    }
}

#[tokio::test]
async fn what_is_committed_on_memory_needs_no_store() {
    assert_eq!(Till::new(10, 10).pay(&[4, 5]).await, (vec![true, true], 1, vec![Source::Memory]));
}

#[tokio::test]
async fn nobody_is_refused_because_of_what_is_remembered() {
    let (paid, left, read) = Till::new(0, 10).pay(&[4]).await;
    assert_eq!((paid, left, read), (vec![true], 6, vec![Source::Memory, Source::Store]));
}

#[tokio::test]
async fn nobody_is_paid_because_of_what_is_remembered() {
    let (paid, left, read) = Till::new(10, 3).pay(&[4, 2]).await;
    assert_eq!((paid, left, read), (vec![false, true], 1, vec![Source::Memory, Source::Store]));
}

#[tokio::test]
async fn beside_what_was_committed_a_refusal_is_looked_up_alone() {
    let (paid, left, read) = Till::new(10, 10).pay(&[8, 5, 1]).await;
    assert_eq!((paid, left, read), (vec![true, false, true], 1, vec![Source::Memory, Source::Store]));
}
