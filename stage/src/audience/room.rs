//! Who joins, who sends, and what a phone shows.

use std::{
    net::IpAddr,
    sync::{Arc, atomic::Ordering},
    time::Instant,
};

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::{
    GivenName, Refusal,
    inside::Inside,
    names, opening,
    orders::{AMOUNTS, Order},
    seat::Seat,
    seats::SEATS_MAX,
    sending::{self, Errand},
    view::{self, News},
    watch as watching,
};
use crate::{boards::Door, journal::Journal};

/// The room. Its clones are the same one.
#[derive(Clone)]
pub struct Room(Arc<Inside>);

/// What a phone asks to be sent.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The number of whoever is paid.
    pub to: u32,
    pub amount_cents: i64,
    /// The order's name, made once for each tap.
    pub order: String,
}

impl Room {
    /// An empty room whose phones become customers behind these doors, in turn. All that it begins ends with `stop`.
    pub fn new(doors: Vec<Door>, journal: Journal, stop: CancellationToken) -> Room {
        Room(Arc::new(Inside::new(doors, journal, stop)))
    }

    /// There are banks to join.
    pub fn is_open(&self) -> bool {
        !self.0.banks.is_empty()
    }

    /// A name to be offered to who comes next.
    pub fn offered(&self) -> &'static str {
        names::offered(self.0.offered.fetch_add(1, Ordering::Relaxed))
    }

    /// Something that nobody can guess: the name of an order.
    pub fn order_key(&self) -> String {
        format!("{:016x}{:016x}", (self.0.entropy)(), (self.0.entropy)())
    }

    /// Takes a seat; the id that the phone keeps. The account is opened meanwhile.
    ///
    /// # Errors
    /// A name that is none, a room that is full, too many from one address.
    pub fn join(&self, name: &str, from: IpAddr) -> Result<String, Refusal> {
        if !self.is_open() {
            return Err(Refusal::NoBanks);
        }
        let (name, now) = (GivenName::parse(name)?, Instant::now());
        let id = self.order_key();
        let mut seats = self.0.seats();
        if seats.all.len() >= SEATS_MAX {
            return Err(Refusal::Full);
        }
        if !seats.crowd.lets_in(from, now) {
            return Err(Refusal::Crowd);
        }
        let bank = seats.all.len() % self.0.banks.len();
        let number = u32::try_from(seats.all.len() + 1).unwrap_or(u32::MAX);
        seats.all.push(Seat::new(number, bank, name.as_str().to_owned(), now));
        seats.by_id.insert(id.clone(), number);
        seats.change(number);
        let scene = seats.scene.clone();
        drop(seats);
        self.watch();
        self.0.spawn(&scene, opening::open(Arc::clone(&self.0), number));
        Ok(id)
    }

    /// From the first who joins on. Without an audience nobody reads along.
    fn watch(&self) {
        if !self.0.watched.swap(true, Ordering::SeqCst) {
            self.0.spawn(&self.0.stop, watching::read(Arc::clone(&self.0)));
            self.0.spawn(&self.0.stop, watching::tell(Arc::clone(&self.0)));
        }
    }

    /// Takes an order, which is then sent until the bank answers. The same order again is the same one.
    ///
    /// # Errors
    /// What cannot be ordered, or not at present.
    pub fn send(&self, id: &str, asked: Asked) -> Result<(), Refusal> {
        let Asked { to, amount_cents, order } = asked;
        let now = Instant::now();
        let mut seats = self.0.seats();
        let number = *seats.by_id.get(id).ok_or(Refusal::Stranger)?;
        if seats.seat(number).is_some_and(|seat| seat.has_taken(&order)) {
            return Ok(());
        }
        if !AMOUNTS.contains(&amount_cents) {
            return Err(Refusal::Amount);
        }
        if !Order::is_key(&order) {
            return Err(Refusal::OrderKey);
        }
        if number == to {
            return Err(Refusal::Yourself);
        }
        let payee = seats.seat(to).filter(|seat| seat.is_reachable()).ok_or(Refusal::Nobody)?;
        let key =
            payee.account.as_ref().map(|account| account.papers.email.clone()).ok_or(Refusal::Nobody)?;
        let seat = seats.change(number).filter(|seat| seat.account.is_some()).ok_or(Refusal::NotYet)?;
        seat.may_order(now)?;
        seat.order((to, amount_cents), order.clone(), now);
        let scene = seats.scene.clone();
        drop(seats);
        self.0.tell();
        self.0.spawn(&scene, sending::send(Arc::clone(&self.0), Errand { number, order, key, amount_cents }));
        Ok(())
    }

    /// What a phone has to be told that saw version `seen` and knows so many of the room; None for a stranger.
    pub fn news(&self, id: &str, (seen, known): (u64, usize)) -> Option<News> {
        view::news(&self.0.seats(), id, (seen, known))
    }

    /// Hears of every change from now on.
    pub fn changes(&self) -> watch::Receiver<()> {
        self.0.changed.subscribe()
    }

    /// Ends with the stage.
    pub fn stop(&self) -> CancellationToken {
        self.0.stop.clone()
    }
}
