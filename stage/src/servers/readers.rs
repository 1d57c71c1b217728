//! How far each group has read, as the ledgers show it: a step that was committed shows that the message which asked for it
//! was read. The broker is told of that only later. Pure.

use std::collections::{BTreeMap, HashMap};

use crate::journal::{Kind, Place};

/// So many steps are kept for their other half at most; what is older is told by the broker all the same.
const KEPT_MAX: usize = 200_000;

/// A place in a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    pub topic: String,
    pub partition: i32,
    pub offset: i64,
}

/// What a group is to read next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    pub group: String,
    pub next: Spot,
}

/// The halves that have come of each step: the message that asks for it, or its commit.
#[derive(Default)]
pub struct Readers {
    halves: HashMap<(String, u8), Half>,
    told: BTreeMap<(String, String, i32), i64>,
}

enum Half {
    Asked(Spot),
    Committed(String),
}

impl Readers {
    /// A message was written that asks for this step of a transfer.
    pub fn asked(&mut self, id: &str, step: u8, spot: Spot) -> Option<Position> {
        match self.halves.get(&(id.to_owned(), step)) {
            Some(Half::Committed(group)) => {
                let group = group.clone();
                self.halves.remove(&(id.to_owned(), step));
                self.reached(group, next(spot))
            }
            // A repeat: the first is read first.
            Some(Half::Asked(_)) => None,
            None => {
                self.keep(id, step, Half::Asked(spot));
                None
            }
        }
    }

    /// A group has committed this step of a transfer.
    pub fn committed(&mut self, id: &str, step: u8, group: String) -> Option<Position> {
        match self.halves.remove(&(id.to_owned(), step)) {
            Some(Half::Asked(spot)) => self.reached(group, next(spot)),
            Some(Half::Committed(_)) | None => {
                self.keep(id, step, Half::Committed(group));
                None
            }
        }
    }

    /// A group is to read this next, whoever says so; None where that is known, or known to be further.
    pub fn reached(&mut self, group: String, next: Spot) -> Option<Position> {
        let told = self.told.entry((group.clone(), next.topic.clone(), next.partition)).or_insert(0);
        (next.offset > *told).then(|| {
            *told = next.offset;
            Position { group, next }
        })
    }

    /// All logs begin anew.
    pub fn forget(&mut self) {
        self.told.clear();
        self.halves.retain(|_, half| matches!(half, Half::Committed(_)));
    }

    fn keep(&mut self, id: &str, step: u8, half: Half) {
        if self.halves.len() >= KEPT_MAX {
            self.halves.clear();
        }
        self.halves.insert((id.to_owned(), step), half);
    }
}

fn next(spot: Spot) -> Spot {
    Spot { offset: spot.offset + 1, ..spot }
}

/// The step of a transfer's life that a message asks for, by its kind and whether the hub said it.
pub fn asks_for(kind: Kind, by_the_hub: bool) -> u8 {
    match (kind, by_the_hub) {
        (Kind::Requested, _) => 2,
        (Kind::Forwarded, _) => 3,
        (Kind::Confirmed | Kind::Rejected, false) => 4,
        (Kind::Confirmed | Kind::Rejected, true) => 5,
        (Kind::Completed | Kind::Refunded, _) => 6,
    }
}

/// Whose reader a topic has: what banks write is the hub's.
pub fn reader(places: &[Place], topic: &str) -> Option<Place> {
    places.iter().copied().find(|place| match place {
        Place::Hub => topic.starts_with(codepix_proto::topic::FROM_BANK),
        Place::Bank(code) => topic == codepix_proto::topic::to_bank(code),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(offset: i64) -> Spot {
        Spot { topic: "t".into(), partition: 0, offset }
    }

    #[test]
    fn a_commit_shows_that_its_message_was_read_whichever_is_seen_first() {
        let mut readers = Readers::default();
        assert_eq!(readers.asked("E1", 2, spot(7)), None);
        let position = readers.committed("E1", 2, "codepix".into()).unwrap();
        assert_eq!((position.next.offset, position.group.as_str()), (8, "codepix"));
        assert_eq!(readers.committed("E2", 2, "codepix".into()), None);
        assert_eq!(readers.asked("E2", 2, spot(9)).unwrap().next.offset, 10);
    }

    #[test]
    fn nobody_goes_back_until_the_logs_begin_anew() {
        let mut readers = Readers::default();
        assert!(readers.reached("g".into(), spot(5)).is_some());
        assert_eq!(readers.reached("g".into(), spot(5)), None);
        assert_eq!(readers.reached("g".into(), spot(3)), None);
        readers.forget();
        assert!(readers.reached("g".into(), spot(1)).is_some());
    }

    #[test]
    fn each_message_asks_for_the_step_after_it() {
        let life = [
            (Kind::Requested, false),
            (Kind::Forwarded, true),
            (Kind::Confirmed, false),
            (Kind::Confirmed, true),
            (Kind::Completed, false),
        ];
        assert_eq!(life.map(|(kind, hub)| asks_for(kind, hub)), [2, 3, 4, 5, 6]);
    }

    #[test]
    fn a_topic_has_one_reader() {
        let places = [Place::Hub, Place::Bank("001".parse().unwrap())];
        assert_eq!(reader(&places, "codepix.from.002"), Some(Place::Hub));
        assert_eq!(reader(&places, "codepix.to.001"), Some(places[1]));
        assert_eq!(reader(&places, "codepix.to.002"), None);
    }
}
