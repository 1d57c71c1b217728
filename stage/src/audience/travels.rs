//! The room's transfers, by what the journal tells of them. Pure.

use std::collections::HashMap;

use crate::journal::{Commit, Place, Side};

/// Transfers that are remembered though nobody of the room has ordered them, as far as one knows yet.
const UNCLAIMED_MAX: usize = 10_000;

/// How far it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stretch {
    #[default]
    Travelling,
    Arrived,
    /// It was refused, and the payer has the money back.
    CameBack,
}

/// A transfer to somebody of the room.
#[derive(Clone, Debug, Default)]
pub struct Travel {
    pub stretch: Stretch,
    /// The payee has the money.
    pub credited: bool,
    /// The number of the payer, once the bank has told us that it is the room's.
    pub payer: Option<u32>,
}

/// All of them, by end-to-end id.
#[derive(Debug, Default)]
pub struct Travels(HashMap<String, Travel>);

/// What a commit has changed.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// The payee has the money now, and had it not.
    pub credits: bool,
    /// Its stretch is another one.
    pub moves: bool,
}

impl Travels {
    pub fn get(&self, id: &str) -> Option<&Travel> {
        self.0.get(id)
    }

    /// Nothing more will be told to the phones of it.
    pub fn has_ended(&self, id: &str) -> bool {
        self.0.get(id).is_none_or(|travel| travel.stretch != Stretch::Travelling)
    }

    /// The payer is known: the bank's answer says which transfer came of the order.
    pub fn claim(&mut self, id: &str, payer: u32) -> &Travel {
        let travel = self.0.entry(id.to_owned()).or_default();
        travel.payer = Some(payer);
        travel
    }

    pub fn forget(&mut self, id: &str) {
        self.0.remove(id);
    }

    /// Takes what a ledger has committed of a transfer to somebody of the room.
    pub fn note(&mut self, commit: &Commit) -> Change {
        // The hub, which speaks last, knows no customers: of what is forgotten here it says nothing new.
        if commit.place == Place::Hub && !self.0.contains_key(&commit.end_to_end_id) {
            return Change::default();
        }
        self.make_room();
        let travel = self.0.entry(commit.end_to_end_id.clone()).or_default();
        let credits = credits(commit) && !travel.credited;
        travel.credited |= credits;
        let before = travel.stretch;
        travel.stretch = stretch(commit).unwrap_or(before);
        Change { credits, moves: travel.stretch != before }
    }

    fn make_room(&mut self) {
        if self.0.len() >= UNCLAIMED_MAX {
            let unclaimed = self.0.values().filter(|travel| travel.payer.is_none()).count();
            if unclaimed >= UNCLAIMED_MAX {
                self.0.retain(|_, travel| travel.payer.is_some() || travel.stretch == Stretch::Travelling);
            }
        }
    }
}

fn credits(commit: &Commit) -> bool {
    let paid_here = matches!(commit.side, Some(Side::In | Side::Inside));
    paid_here && commit.status == "completed"
}

/// None where the commit decides nothing for whoever looks at a phone.
fn stretch(commit: &Commit) -> Option<Stretch> {
    let decides = commit.step >= 5 || commit.side == Some(Side::Inside);
    match commit.status.as_str() {
        "completed" if decides => Some(Stretch::Arrived),
        "rejected" | "refunded" if decides => Some(Stretch::CameBack),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commit(place: &str, side: Option<Side>, step: u8, status: &str) -> Commit {
        Commit {
            place: place.parse().unwrap(),
            end_to_end_id: "E1".into(),
            side,
            status: status.into(),
            step,
            amount_cents: 100,
            payer: None,
            payee: None,
            key: None,
            reason: None,
        }
    }

    fn told(commits: &[Commit]) -> (Stretch, usize) {
        let mut travels = Travels::default();
        let credited = commits.iter().filter(|commit| travels.note(commit).credits).count();
        (travels.get("E1").map(|travel| travel.stretch).unwrap_or_default(), credited)
    }

    #[test]
    fn a_transfer_arrives_with_the_payers_bank_and_the_payee_has_the_money_before() {
        let life = [
            commit("001", Some(Side::Out), 1, "pending"),
            commit("hub", None, 2, "pending"),
            commit("002", Some(Side::In), 3, "completed"),
            commit("hub", None, 4, "confirmed"),
            commit("001", Some(Side::Out), 5, "completed"),
            commit("hub", None, 6, "completed"),
        ];
        assert_eq!(told(&life[..2]), (Stretch::Travelling, 0));
        assert_eq!(told(&life[..4]), (Stretch::Travelling, 1));
        assert_eq!(told(&life), (Stretch::Arrived, 1));
    }

    #[test]
    fn what_is_refused_comes_back_and_what_stays_inside_is_there_at_once() {
        let refused = [
            commit("001", Some(Side::Out), 1, "pending"),
            commit("002", Some(Side::In), 3, "rejected"),
            commit("001", Some(Side::Out), 5, "refunded"),
        ];
        assert_eq!(told(&refused), (Stretch::CameBack, 0));
        assert_eq!(told(&[commit("001", Some(Side::Inside), 1, "completed")]), (Stretch::Arrived, 1));
    }

    #[test]
    fn what_is_forgotten_is_not_brought_back_by_the_hub() {
        let mut travels = Travels::default();
        travels.note(&commit("001", Some(Side::Out), 5, "completed"));
        travels.forget("E1");
        travels.note(&commit("hub", None, 6, "completed"));
        assert!(travels.get("E1").is_none());
    }
}
