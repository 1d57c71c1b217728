//! The steps of one transfer, put back into their order: ledgers are looked at one by one, and one may show a step before
//! another shows the one before it. Pure.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};

use crate::journal::{Commit, Side};

/// A step whose forerunner does not show by then is told without it: somebody forgot it.
const HELD_MAX: Duration = Duration::from_millis(400);

/// What is known of a transfer's life.
#[derive(Default)]
pub struct Life {
    /// Seen and not told.
    waiting: BTreeMap<u8, (Commit, Instant)>,
    told: BTreeSet<u8>,
    /// The hub refused it by itself: no payee's bank ever hears of it.
    refused_by_the_hub: bool,
    inside: bool,
    /// Whoever is known by now, from whichever ledger.
    payer: Option<String>,
    payee: Option<String>,
    key: Option<String>,
}

impl Life {
    /// A ledger shows this step.
    pub fn show(&mut self, commit: Commit, now: Instant) {
        let known = |kept: &mut Option<String>, seen: &Option<String>| {
            if kept.is_none() {
                kept.clone_from(seen);
            }
        };
        known(&mut self.payer, &commit.payer);
        known(&mut self.payee, &commit.payee);
        known(&mut self.key, &commit.key);
        self.inside |= commit.side == Some(Side::Inside);
        self.refused_by_the_hub |= commit.step == 2 && commit.status == "rejected";
        if !self.told.contains(&commit.step) {
            self.waiting.entry(commit.step).or_insert((commit, now));
        }
    }

    /// What can be told now, in order.
    pub fn tell(&mut self, now: Instant) -> Vec<Commit> {
        let mut all = Vec::new();
        while let Some(step) = self.waiting.keys().copied().find(|step| self.may_be_told(*step, now)) {
            let Some((commit, _)) = self.waiting.remove(&step) else { break };
            self.told.insert(step);
            all.push(self.completed_by_what_is_known(commit));
        }
        all
    }

    /// Nothing more will come.
    pub fn has_ended(&self) -> bool {
        self.waiting.is_empty() && self.told.contains(if self.inside { &1 } else { &6 })
    }

    fn may_be_told(&self, step: u8, now: Instant) -> bool {
        let before = match step {
            1 => return true,
            5 if self.refused_by_the_hub => 2,
            step => step - 1,
        };
        let since = self.waiting.get(&step).map(|(_, since)| *since);
        self.told.contains(&before) || since.is_some_and(|since| now.duration_since(since) >= HELD_MAX)
    }

    fn completed_by_what_is_known(&self, commit: Commit) -> Commit {
        Commit {
            payer: commit.payer.or_else(|| self.payer.clone()),
            payee: commit.payee.or_else(|| self.payee.clone()),
            key: commit.key.or_else(|| self.key.clone()),
            ..commit
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::Place;

    fn commit(step: u8, status: &str) -> Commit {
        Commit {
            place: Place::Hub,
            end_to_end_id: "E1".into(),
            side: None,
            status: status.into(),
            step,
            amount_cents: 1,
            payer: (step == 1).then(|| "Ana Lima".into()),
            payee: None,
            key: None,
            reason: None,
        }
    }

    fn steps(commits: &[Commit]) -> Vec<u8> {
        commits.iter().map(|commit| commit.step).collect()
    }

    #[test]
    fn steps_are_told_in_order_whichever_is_seen_first() {
        let (mut life, now) = (Life::default(), Instant::now());
        for step in [5, 1, 2] {
            life.show(commit(step, "pending"), now);
        }
        assert_eq!(steps(&life.tell(now)), [1, 2]);
        for step in [4, 3, 6, 2] {
            life.show(commit(step, "confirmed"), now);
        }
        assert_eq!(steps(&life.tell(now)), [3, 4, 5, 6], "each once");
        assert!(life.has_ended());
    }

    #[test]
    fn what_the_hub_refuses_by_itself_never_reaches_a_payees_bank() {
        let (mut life, now) = (Life::default(), Instant::now());
        life.show(commit(1, "pending"), now);
        life.show(commit(2, "rejected"), now);
        life.show(commit(5, "rejected"), now);
        life.show(commit(6, "refunded"), now);
        assert_eq!(steps(&life.tell(now)), [1, 2, 5, 6]);
    }

    #[test]
    fn a_step_that_somebody_forgot_holds_up_nobody_for_long() {
        let (mut life, now) = (Life::default(), Instant::now());
        life.show(commit(3, "completed"), now);
        assert!(life.tell(now).is_empty());
        assert_eq!(steps(&life.tell(now + HELD_MAX)), [3]);
    }

    #[test]
    fn a_ledger_that_does_not_know_who_pays_is_told_by_one_that_does() {
        let (mut life, now) = (Life::default(), Instant::now());
        life.show(commit(1, "pending"), now);
        life.show(commit(2, "pending"), now);
        assert_eq!(life.tell(now)[1].payer.as_deref(), Some("Ana Lima"));
    }

    #[test]
    fn what_stays_inside_a_bank_is_over_with_its_first_step() {
        let (mut life, now) = (Life::default(), Instant::now());
        life.show(Commit { side: Some(Side::Inside), ..commit(1, "completed") }, now);
        life.tell(now);
        assert!(life.has_ended());
    }
}
