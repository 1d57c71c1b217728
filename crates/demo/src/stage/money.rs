//! Counts the money in all ledgers at one moment, a few times a second while something changes.

use crate::ground::Grounds;
use ::stage::journal::{Entry, Journal, Money, Place};
use bank_api::{
    adapters::memory::Rows,
    domain::{PostingKind, Side, Status},
};
use banks::{BankCode, Banks};
use codepix::domain as hub;
use pix::{EndToEndId, Ispb};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};
use tokio::time::{MissedTickBehavior, interval};

const EVERY: Duration = Duration::from_millis(200);

/// Counts again and again. Looks only at what was written since the last time, and at what has not ended.
pub struct Counting {
    grounds: Grounds,
    journal: Journal,
    books: BTreeMap<BankCode, Books>,
    places: BTreeMap<Ispb, Place>,
    told: Option<Money>,
}

/// What was counted in a bank's books so far.
#[derive(Default)]
struct Books {
    postings: usize,
    written: usize,
    issued_cents: i64,
    accepted: u64,
    completed: u64,
    refunded: u64,
    pending: BTreeMap<EndToEndId, i64>,
}

impl Counting {
    pub fn new(grounds: Grounds, banks: &Banks, journal: Journal) -> Self {
        let books = grounds.banks.keys().map(|code| (*code, Books::default())).collect();
        let places = banks.banks.iter().map(|bank| (bank.ispb, Place::Bank(bank.code))).collect();
        Self { grounds, journal, books, places, told: None }
    }

    /// Counts as long as the scene lasts.
    pub async fn watch(mut self) {
        let mut ticks = interval(EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            let money = self.count();
            let same = |told: &Money| Money { snapshot_ms: told.snapshot_ms, ..money.clone() } == *told;
            if !self.told.as_ref().is_some_and(same) {
                self.journal.append(Entry::Money(money.clone()));
                self.told = Some(money);
            }
        }
    }

    /// Nobody commits meanwhile: what is seen is one moment.
    fn count(&mut self) -> Money {
        let Self { grounds, books, places, .. } = self;
        let rows: BTreeMap<_, _> =
            grounds.banks.iter().map(|(code, bank)| (*code, bank.books.rows())).collect();
        let of_hub = grounds.hub.transfers.rows();
        let began = Instant::now();
        let mut money = Money {
            snapshot_ms: 0,
            issued_cents: 0,
            banks: BTreeMap::new(),
            underway_cents: 0,
            accepted: 0,
            completed: 0,
            refunded: 0,
            waiting: BTreeMap::new(),
            unanswered: None,
        };
        for (code, rows_here) in &rows {
            let books = books.entry(*code).or_default();
            books.read(rows_here);
            books.add_to(&mut money);
            let customers = rows_here.accounts.values().map(|account| account.balance.get());
            money.banks.insert(Place::Bank(*code), customers.sum());
            for (id, cents) in &books.pending {
                let answered = rows.values().find_map(|rows| rows.transfers.get(&(*id, Side::In)));
                let credited = answered.is_some_and(|side| side.status == Status::Completed);
                money.underway_cents += if credited { 0 } else { *cents };
                let next = match of_hub.get(id) {
                    Some(row) if row.status != hub::Status::Pending => Place::Bank(*code),
                    Some(row) if answered.is_none() => place(places, row.destination),
                    _ => Place::Hub,
                };
                *money.waiting.entry(next).or_default() += 1;
            }
        }
        Money { snapshot_ms: u32::try_from(began.elapsed().as_millis()).unwrap_or(u32::MAX), ..money }
    }
}

/// Where a transfer goes to.
fn place(places: &BTreeMap<Ispb, Place>, destination: Option<Ispb>) -> Place {
    destination.and_then(|ispb| places.get(&ispb)).copied().unwrap_or(Place::Hub)
}

impl Books {
    /// What was written since.
    fn read(&mut self, rows: &Rows) {
        for posted in rows.postings.iter().skip(self.postings) {
            if posted.posting.kind == PostingKind::Opening {
                self.issued_cents += posted.posting.amount.get();
            }
        }
        // One that was written twice since then is seen as it stands now, and counts once.
        let written: BTreeSet<_> = rows.written.iter().skip(self.written).collect();
        for side in written.into_iter().filter_map(|id| rows.transfers.get(id)) {
            if side.side == Side::In {
                continue;
            }
            if self.pending.remove(&side.id).is_none() {
                self.accepted += 1;
            }
            match side.status {
                Status::Pending => drop(self.pending.insert(side.id, side.amount.get())),
                Status::Completed => self.completed += 1,
                Status::Rejected => self.refunded += 1,
            }
        }
        (self.postings, self.written) = (rows.postings.len(), rows.written.len());
    }

    fn add_to(&self, money: &mut Money) {
        money.issued_cents += self.issued_cents;
        money.accepted += self.accepted;
        money.completed += self.completed;
        money.refunded += self.refunded;
    }
}
