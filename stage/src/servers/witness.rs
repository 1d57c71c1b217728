//! What customers were told, and asked for: a proof that reads databases alone would believe them.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use crate::journal::Place;

/// So many orders are remembered, the latest.
const ORDERS_MAX: usize = 5_000;
/// So many things that no fault excuses.
const BREACHES_MAX: usize = 20;

/// An order that a bank has accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    pub end_to_end_id: String,
    pub idempotency_key: String,
    pub amount_cents: i64,
}

/// Remembers it.
#[derive(Default)]
pub struct Witness(Mutex<Testimony>);

/// What was remembered.
#[derive(Clone, Default)]
pub struct Testimony {
    pub accepted: VecDeque<Accepted>,
    /// Answers that were wrong whatever was broken meanwhile.
    pub breaches: Vec<String>,
    pub answers: u64,
    /// Messages that nobody can read, and who is to put them aside.
    pub poison: Vec<(Place, String, Instant)>,
}

impl Witness {
    pub fn accepted(&self, order: Accepted) {
        let mut testimony = self.lock();
        testimony.answers += 1;
        testimony.accepted.push_back(order);
        if testimony.accepted.len() > ORDERS_MAX {
            testimony.accepted.pop_front();
        }
    }

    /// An answer, and what was wrong about it.
    pub fn answered(&self, wrong: Option<String>) {
        let mut testimony = self.lock();
        testimony.answers += 1;
        if let Some(wrong) = wrong.filter(|_| testimony.breaches.len() < BREACHES_MAX) {
            testimony.breaches.push(wrong);
        }
    }

    /// A message was written that nobody can read.
    pub fn poisoned(&self, reader: Place, id: String) {
        self.lock().poison.push((reader, id, Instant::now()));
    }

    pub fn testimony(&self) -> Testimony {
        self.lock().clone()
    }

    /// The scene is set anew: nobody was told anything.
    pub fn forget(&self) {
        *self.lock() = Testimony::default();
    }

    fn lock(&self) -> MutexGuard<'_, Testimony> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_orders_are_remembered_and_every_answer_is_counted() {
        let witness = Witness::default();
        for number in 0..=ORDERS_MAX {
            let (end_to_end_id, idempotency_key) = (format!("E{number}"), String::new());
            witness.accepted(Accepted { end_to_end_id, idempotency_key, amount_cents: 1 });
        }
        witness.answered(Some("500".to_owned()));
        witness.answered(None);
        let Testimony { accepted, breaches, answers, .. } = witness.testimony();
        assert_eq!((accepted.len(), accepted[0].end_to_end_id.as_str()), (ORDERS_MAX, "E1"));
        assert_eq!((breaches, answers), (vec!["500".to_owned()], ORDERS_MAX as u64 + 3));
    }
}
