//! One customer of the room.

use std::{collections::VecDeque, time::Instant};

use secret::Secret;

use super::{
    Refusal,
    bucket::Bucket,
    orders::{Answer, Order, Received},
    papers::Papers,
    travels::Travels,
};
use crate::journal::Commit;

/// Orders without an answer that one phone may have.
const UNANSWERED_MAX: usize = 20;
/// What moved that a phone remembers, each way. What has not ended is never forgotten.
const REMEMBERED_MAX: usize = 40;
/// Names of orders that are known to have been taken: more than anybody taps before a repeat is on its way no more.
const NAMES_MAX: usize = 400;
/// Taps at once, and each second from then on.
const TAPS_AT_ONCE: u32 = 12;
const TAPS_PER_SECOND: f64 = 4.0;

/// A seat in the room, and whose it is.
#[derive(Debug)]
pub struct Seat {
    /// From 1. It draws the face.
    pub number: u32,
    /// Which of the banks.
    pub bank: usize,
    pub name: String,
    /// None until the bank has opened it, and again after the scene was set anew.
    pub account: Option<Account>,
    pub orders: VecDeque<Order>,
    pub received: VecDeque<Received>,
    /// Changes whenever what the phone shows does.
    pub version: u64,
    /// As the journal was told it last; None while it does not know the customer.
    pub told_waiting: Option<bool>,
    /// The names of all orders, those included that are forgotten; the newest first.
    names: VecDeque<String>,
    taps: Bucket,
    nth: u64,
}

/// An account that is open.
#[derive(Clone, Debug)]
pub struct Account {
    pub papers: Papers,
    /// Of the present session.
    pub session: Secret,
    pub balance_cents: i64,
    /// The directory knows the key: others can pay.
    pub reachable: bool,
}

impl Seat {
    pub fn new(number: u32, bank: usize, name: String, now: Instant) -> Seat {
        Seat {
            number,
            bank,
            name,
            account: None,
            orders: VecDeque::new(),
            received: VecDeque::new(),
            version: 0,
            told_waiting: None,
            names: VecDeque::new(),
            taps: Bucket::new(TAPS_AT_ONCE, TAPS_PER_SECOND, now),
            nth: 0,
        }
    }

    /// The bank's ledger began anew: nothing of the old one is so any more.
    pub fn begin_anew(&mut self) {
        self.account = None;
        self.orders.clear();
        self.received.clear();
        self.told_waiting = None;
    }

    pub fn is_reachable(&self) -> bool {
        self.account.as_ref().is_some_and(|account| account.reachable)
    }

    /// May the phone order once more?
    ///
    /// # Errors
    /// [`Refusal::TooFast`], and [`Refusal::TooMany`] where the bank has not answered enough of them.
    pub fn may_order(&mut self, now: Instant) -> Result<(), Refusal> {
        let unanswered = self.orders.iter().filter(|order| !order.is_answered()).count();
        if unanswered >= UNANSWERED_MAX {
            return Err(Refusal::TooMany);
        }
        self.taps.take(now).then_some(()).ok_or(Refusal::TooFast)
    }

    /// Takes an order in, the newest first.
    pub fn order(&mut self, (to, amount_cents): (u32, i64), key: String, now: Instant) {
        self.nth += 1;
        let (nth, answer) = (self.nth, Answer::None { in_vain: false });
        self.names.push_front(key.clone());
        self.names.truncate(NAMES_MAX);
        self.orders.push_front(Order { key, to, amount_cents, tapped: now, nth, answer });
    }

    /// The ledger has credited it; `from` where the payer is one of the room.
    pub fn receive(&mut self, commit: &Commit, from: Option<u32>) {
        self.nth += 1;
        let (id, name) = (commit.end_to_end_id.clone(), commit.payer.clone().unwrap_or_default());
        let amount_cents = commit.amount_cents;
        self.received.push_front(Received { id, from, name, amount_cents, nth: self.nth });
        self.received.truncate(REMEMBERED_MAX);
        self.add(amount_cents);
    }

    /// That one came from this seat.
    pub fn received_from(&mut self, id: &str, payer: u32) {
        let received = self.received.iter_mut().find(|received| received.id == id);
        received.into_iter().for_each(|received| received.from = Some(payer));
    }

    pub fn add(&mut self, cents: i64) {
        if let Some(account) = &mut self.account {
            account.balance_cents += cents;
        }
    }

    /// An order of this name has been taken.
    pub fn has_taken(&self, key: &str) -> bool {
        self.names.iter().any(|taken| taken == key)
    }

    pub fn ordered(&mut self, key: &str) -> Option<&mut Order> {
        self.orders.iter_mut().find(|order| order.key == key)
    }

    /// How many orders have not ended.
    pub fn waiting(&self, travels: &Travels) -> usize {
        self.orders.iter().filter(|order| !has_ended(order, travels)).count()
    }

    /// Since when the oldest order waits that has not ended: for the bank's answer, or for its transfer.
    pub fn waits_since(&self, travels: &Travels) -> Option<Instant> {
        self.orders.iter().filter(|order| !has_ended(order, travels)).map(|order| order.tapped).min()
    }

    /// Forgets the oldest that have ended; says which transfers nobody has to remember any more.
    pub fn forget_the_oldest(&mut self, travels: &Travels) -> Vec<String> {
        let mut forgotten = Vec::new();
        while self.orders.len() > REMEMBERED_MAX
            && let Some(at) = self.orders.iter().rposition(|order| has_ended(order, travels))
            && let Some(order) = self.orders.remove(at)
        {
            forgotten.extend(order.transfer().map(str::to_owned));
        }
        forgotten
    }
}

fn has_ended(order: &Order, travels: &Travels) -> bool {
    match &order.answer {
        Answer::None { .. } => false,
        Answer::Refused(_) => true,
        Answer::Accepted(id) => travels.has_ended(id),
    }
}
