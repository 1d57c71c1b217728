//! What all that the room does shares: its seats, the banks, the journal, whoever waits for a change.

use std::sync::{
    Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, AtomicUsize},
};

use engine::Entropy;
use secret::Secret;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::{bank::Bank, seat::Account, seats::Seats};
use crate::{
    boards::Door,
    journal::{Entry, Journal},
};

/// The room's parts.
pub struct Inside {
    pub journal: Journal,
    pub banks: Vec<Bank>,
    pub entropy: Entropy,
    seats: Mutex<Seats>,
    pub changed: watch::Sender<()>,
    pub stop: CancellationToken,
    /// Somebody reads the journal along.
    pub watched: AtomicBool,
    /// Names.
    pub offered: AtomicUsize,
}

impl Inside {
    pub fn new(doors: Vec<Door>, journal: Journal, stop: CancellationToken) -> Inside {
        let banks = doors.into_iter().map(Bank::new).collect::<Result<Vec<_>, _>>();
        let banks = banks.inspect_err(|why| tracing::error!("nobody can join: {why}")).unwrap_or_default();
        let places = banks.iter().map(|bank| bank.door.place).collect();
        let seats = Mutex::new(Seats::empty(places, stop.child_token()));
        Inside {
            journal,
            banks,
            entropy: engine::system_entropy(),
            seats,
            changed: watch::channel(()).0,
            stop,
            watched: AtomicBool::new(false),
            offered: AtomicUsize::new(0),
        }
    }

    pub fn seats(&self) -> MutexGuard<'_, Seats> {
        // Whoever panicked left nothing half done that would not be shown anew.
        self.seats.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes what is known, and tells the phones.
    pub fn change<T>(&self, change: impl FnOnce(&mut Seats) -> T) -> T {
        let changed = change(&mut self.seats());
        self.tell();
        changed
    }

    pub fn note(&self, entry: &Entry) {
        if self.seats().note(entry) {
            self.tell();
        }
    }

    pub fn bank_of(&self, number: u32) -> Option<(&Bank, String)> {
        let seats = self.seats();
        let seat = seats.seat(number)?;
        Some((self.banks.get(seat.bank)?, seat.name.clone()))
    }

    pub fn account_of(&self, number: u32) -> Option<Account> {
        self.seats().seat(number)?.account.clone()
    }

    pub fn renew(&self, number: u32, session: Secret) {
        let mut seats = self.seats();
        if let Some(account) = seats.change(number).and_then(|seat| seat.account.as_mut()) {
            account.session = session;
        }
    }

    pub fn tell(&self) {
        self.changed.send_replace(());
    }

    pub fn spawn(&self, until: &CancellationToken, task: impl Future<Output = ()> + Send + 'static) {
        let until = until.clone();
        tokio::spawn(async move { until.run_until_cancelled(task).await });
    }
}
