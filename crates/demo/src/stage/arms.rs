//! Steps of a transfer's life at which whoever makes them dies: behind the commit, before anything is said of it.

use crate::steps::Fate;
use ::stage::journal::{Entry, Journal, Node, Place};
use std::sync::{
    Mutex, MutexGuard, PoisonError,
    atomic::{AtomicU8, Ordering},
};
use tokio::sync::mpsc::UnboundedSender;

/// Where in a step: it is committed, and not said.
const POINT: &str = "committed";

/// The steps that are armed.
pub struct Arms {
    journal: Journal,
    /// One bit a step: asked for at each commit.
    armed: AtomicU8,
    /// Whoever pulls the plug of one that is to die.
    reaper: UnboundedSender<Node>,
    banks: Vec<Place>,
    /// Held while it changes, so that lines stand in its order.
    changing: Mutex<()>,
}

impl Arms {
    pub fn new(journal: Journal, reaper: UnboundedSender<Node>, banks: Vec<Place>) -> Self {
        Self { journal, armed: AtomicU8::new(0), reaper, banks, changing: Mutex::default() }
    }

    /// Arms a step, or no longer.
    pub fn arm(&self, step: u8, armed: bool) {
        let _order = self.changing();
        let bit = bit(step);
        let before = match armed {
            true => self.armed.fetch_or(bit, Ordering::SeqCst),
            false => self.armed.fetch_and(!bit, Ordering::SeqCst),
        };
        if (before & bit != 0) != armed {
            self.tell(step, self.expected(step), armed);
        }
    }

    pub fn disarm_all(&self) {
        (1..=6).for_each(|step| self.arm(step, false));
    }

    /// What becomes of whoever has just committed that step: the first one dies, and only that one.
    pub fn fate(&self, place: Place, step: u8) -> Fate {
        if self.armed.load(Ordering::Relaxed) & bit(step) == 0 {
            return Fate::GoesOn;
        }
        let _order = self.changing();
        if self.armed.fetch_and(!bit(step), Ordering::SeqCst) & bit(step) == 0 {
            return Fate::GoesOn;
        }
        let (node, expected) = (Node::from(place), self.expected(step));
        self.tell(step, expected, false);
        if node != expected {
            self.tell(step, node, false);
        }
        // Without a reaper nothing would end it: it may as well go on.
        if self.reaper.send(node).is_ok() { Fate::Dies } else { Fate::GoesOn }
    }

    /// Who makes a step, where the first bank pays the last: a payment the other way ends the other bank.
    fn expected(&self, step: u8) -> Node {
        let bank = match step {
            1 | 5 => self.banks.first(),
            3 => self.banks.last(),
            _ => None,
        };
        bank.copied().unwrap_or(Place::Hub).into()
    }

    fn tell(&self, step: u8, node: Node, armed: bool) {
        self.journal.append(Entry::Armed { step, point: POINT.to_owned(), node, armed });
    }

    fn changing(&self) -> MutexGuard<'_, ()> {
        self.changing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// None for what is no step.
fn bit(step: u8) -> u8 {
    1_u8.checked_shl(step.into()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::sync::mpsc::unbounded_channel;

    #[test]
    fn of_many_who_make_an_armed_step_one_dies() {
        let (reaper, mut dead) = unbounded_channel();
        let arms = Arms::new(Journal::new(engine::system_clock()), reaper, Vec::new());
        arms.arm(4, true);
        assert_eq!(arms.fate(Place::Hub, 2), Fate::GoesOn, "another step");
        assert_eq!([4, 4].map(|step| arms.fate(Place::Hub, step)), [Fate::Dies, Fate::GoesOn]);
        assert_eq!(dead.try_recv().ok(), Some(Node::Hub));
        arms.arm(6, true);
        arms.disarm_all();
        assert_eq!(arms.fate(Place::Hub, 6), Fate::GoesOn);
    }
}
