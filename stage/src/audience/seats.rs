//! Everybody in the room, and what is known of them. Pure: who asks banks and who tells journals stands elsewhere.

use std::{
    collections::{BTreeSet, HashMap},
    time::{Duration, Instant},
};

use tokio_util::sync::CancellationToken;

use super::{
    bucket::Crowd,
    orders::Answer,
    seat::{Account, Seat},
    travels::{Stretch, Travels},
};
use crate::journal::{Commit, Entry, Node, Place};

/// Customers, at the most: more faces than a stage has room for.
pub const SEATS_MAX: usize = 200;
/// Who waits no longer than this does not wait for a room: at its real speed a Pix takes less, and a face would only flicker.
const GRACE: Duration = Duration::from_millis(300);

/// The room.
#[derive(Debug, Default)]
pub struct Seats {
    /// Of the banks.
    pub places: Vec<Place>,
    pub all: Vec<Seat>,
    /// By the id that a phone keeps.
    pub by_id: HashMap<String, u32>,
    /// Whom one can pay, in the order in which that came to be so. Nobody leaves.
    pub known: Vec<u32>,
    /// By the key that a payment names.
    by_key: HashMap<String, u32>,
    pub travels: Travels,
    /// What lies still, or is gone.
    pub away: BTreeSet<Node>,
    pub crowd: Crowd,
    /// Ends whatever was begun for the present scene.
    pub scene: CancellationToken,
    versions: u64,
}

impl Seats {
    /// Of a room with banks at these places.
    pub fn empty(places: Vec<Place>, scene: CancellationToken) -> Seats {
        Seats { places, scene, ..Seats::default() }
    }

    /// The seat of that number.
    pub fn seat(&self, number: u32) -> Option<&Seat> {
        self.all.get(usize::try_from(number).ok()?.checked_sub(1)?)
    }

    /// The same, whose phone shall show what now changes.
    pub fn change(&mut self, number: u32) -> Option<&mut Seat> {
        self.versions += 1;
        let version = self.versions;
        let seat = self.all.get_mut(usize::try_from(number).ok()?.checked_sub(1)?)?;
        seat.version = version;
        Some(seat)
    }

    /// The bank has opened the account.
    pub fn open(&mut self, number: u32, account: Account) {
        let key = account.papers.email.clone();
        if let Some(seat) = self.change(number) {
            seat.account = Some(account);
            self.by_key.insert(key, number);
        }
    }

    /// The directory knows the key.
    pub fn reach(&mut self, number: u32) {
        let Some(seat) = self.change(number) else { return };
        seat.account.iter_mut().for_each(|account| account.reachable = true);
        if !self.known.contains(&number) {
            self.known.push(number);
        }
    }

    /// What the bank says of an order.
    pub fn answer(&mut self, number: u32, key: &str, answer: Answer) {
        let Some(seat) = self.change(number) else { return };
        let Some(order) = seat.ordered(key).filter(|order| !order.is_answered()) else { return };
        order.answer = answer.clone();
        let (to, cents) = (order.to, order.amount_cents);
        if let Answer::Accepted(id) = answer {
            seat.add(-cents);
            self.claim(&id, (number, to), cents);
        }
        self.forget_the_oldest_of(number);
    }

    /// The transfer is that payer's; its ledgers may have told of it before the bank answered.
    fn claim(&mut self, id: &str, (payer, payee): (u32, u32), cents: i64) {
        let travel = self.travels.claim(id, payer).clone();
        if travel.stretch == Stretch::CameBack {
            self.change(payer).into_iter().for_each(|seat| seat.add(cents));
        }
        if travel.credited {
            self.change(payee).into_iter().for_each(|seat| seat.received_from(id, payer));
        }
    }

    fn forget_the_oldest_of(&mut self, number: u32) {
        let at = usize::try_from(number).unwrap_or_default().wrapping_sub(1);
        let forgotten = self.all.get_mut(at).map(|seat| seat.forget_the_oldest(&self.travels));
        forgotten.iter().flatten().for_each(|id| self.travels.forget(id));
    }

    /// What was seen; true where it changes what a phone shows.
    pub fn note(&mut self, entry: &Entry) -> bool {
        match entry {
            Entry::Commit(commit) => self.note_commit(commit),
            Entry::Process { node, state, .. } => {
                use crate::journal::ProcessState::{Frozen, Killed, Stopped, Up, Wiped};
                let changed = match state {
                    Killed | Stopped | Frozen => self.away.insert(*node),
                    Up | Wiped => self.away.remove(node),
                };
                if changed {
                    self.change_all();
                }
                changed
            }
            _ => false,
        }
    }

    fn note_commit(&mut self, commit: &Commit) -> bool {
        let payee = commit.key.as_ref().and_then(|key| self.by_key.get(key)).copied();
        let Some(payee) = payee else { return false };
        let change = self.travels.note(commit);
        let Some(travel) = self.travels.get(&commit.end_to_end_id) else { return false };
        let (payer, stretch) = (travel.payer, travel.stretch);
        if change.credits {
            // The bank's answer to the payer may still be on its way: the name alone is known then.
            self.change(payee).into_iter().for_each(|seat| seat.receive(commit, payer));
        }
        if change.moves
            && let Some(seat) = payer.and_then(|payer| self.change(payer))
            && stretch == Stretch::CameBack
        {
            seat.add(commit.amount_cents);
        }
        change.credits || change.moves
    }

    /// The scene was set anew: everybody keeps number, name and bank, and nothing else.
    pub fn begin_anew(&mut self, scene: CancellationToken) {
        std::mem::replace(&mut self.scene, scene).cancel();
        self.by_key.clear();
        self.travels = Travels::default();
        self.all.iter_mut().for_each(Seat::begin_anew);
        self.change_all();
    }

    /// Of whom the journal does not know how they are, with the bank they are at and whether they wait.
    pub fn untold(&mut self, now: Instant) -> Vec<(u32, usize, String, bool)> {
        let mut untold = Vec::new();
        for seat in self.all.iter_mut().filter(|seat| seat.account.is_some()) {
            let since = seat.waits_since(&self.travels);
            let waiting = since.is_some_and(|since| now.saturating_duration_since(since) > GRACE);
            if seat.told_waiting != Some(waiting) {
                seat.told_waiting = Some(waiting);
                untold.push((seat.number, seat.bank, seat.name.clone(), waiting));
            }
        }
        untold
    }

    fn change_all(&mut self) {
        self.versions += 1;
        let version = self.versions;
        self.all.iter_mut().for_each(|seat| seat.version = version);
    }

    /// Does that bank lie still?
    pub fn is_bank_away(&self, bank: usize) -> bool {
        self.places.get(bank).is_some_and(|place| self.away.contains(&Node::from(*place)))
    }
}
