//! Customers of both banks, who send each other Pix all the time.

use super::{journal::Journal, keys::Races, names::BANKS, sender::Sender, stage::Stage};
use crate::client::{BankClient, Customer, Person};
use rand::{SeedableRng as _, rngs::StdRng};
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::{OwnedRwLockWriteGuard, RwLock},
    task::JoinSet,
};

/// Customers of each bank.
const CITIZENS: usize = 5;
/// How many orders there are.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Customers who send at the same time.
    pub senders: u64,
    /// From one order of a sender to the next.
    pub every: Duration,
}

impl Pace {
    /// So many orders a second.
    pub fn per_second(orders: f64) -> Self {
        // A sender that is answered in time manages ten a second.
        let senders = (orders / 10.0).ceil().clamp(1.0, 64.0);
        Self { senders: senders as u64, every: Duration::from_secs_f64(senders / orders) }
    }
}

/// Somebody with an account and an e-mail key.
pub struct Citizen {
    /// Index of the bank: 0 or 1.
    pub bank: usize,
    pub account: i64,
    /// As seen by each instance of the bank.
    pub seats: [Customer; 2],
}

/// All customers, at work in the background until this is dropped.
pub struct Crowd {
    pub citizens: Arc<Vec<Citizen>>,
    pub journal: Arc<Journal>,
    gate: Arc<RwLock<()>>,
    instances: u16,
    work: JoinSet<()>,
}

impl Crowd {
    /// Opens the accounts, and registers a key for each.
    ///
    /// # Errors
    /// When a bank refuses.
    pub async fn gather(stage: &Stage) -> anyhow::Result<Self> {
        let mut citizens = Vec::new();
        for (index, bank) in BANKS.into_iter().enumerate() {
            let seats = [stage.bank(bank.first())?, stage.bank(bank.second())?];
            for _ in 0..CITIZENS {
                citizens.push(Citizen::settle(index, &seats).await?);
            }
        }
        Ok(Self {
            citizens: Arc::new(citizens),
            journal: Arc::default(),
            gate: Arc::default(),
            instances: stage.instances,
            work: JoinSet::new(),
        })
    }

    /// Begins to send, until the crowd goes.
    pub fn start(&mut self, seed: u64, pace: Pace) {
        for sender in 0..pace.senders {
            let sender = self.sender(seed.wrapping_add(sender));
            self.work.spawn(sender.run(Arc::clone(&self.gate), pace.every));
        }
        let races = Races {
            citizens: Arc::clone(&self.citizens),
            journal: Arc::clone(&self.journal),
            gate: Arc::clone(&self.gate),
            instances: self.instances,
        };
        self.work.spawn(races.run(seed));
    }

    fn sender(&self, seed: u64) -> Sender {
        Sender {
            citizens: Arc::clone(&self.citizens),
            journal: Arc::clone(&self.journal),
            instances: self.instances,
            chance: StdRng::seed_from_u64(seed),
        }
    }

    /// So many more than the system can carry, for a while.
    pub async fn press(&self, senders: u64, time: Duration) {
        let mut crowd = JoinSet::new();
        for seed in 0..senders {
            crowd.spawn(self.sender(seed).run(Arc::clone(&self.gate), Duration::ZERO));
        }
        tokio::time::sleep(time).await;
        // Each finishes its order: one that is given up in the middle would be in no journal.
        let _quiet = self.hush().await;
        crowd.shutdown().await;
    }

    /// Waits until every order under way has an answer or was given up; nobody sends while this is held.
    pub async fn hush(&self) -> OwnedRwLockWriteGuard<()> {
        Arc::clone(&self.gate).write_owned().await
    }
}

impl Citizen {
    async fn settle(bank: usize, seats: &[BankClient; 2]) -> anyhow::Result<Self> {
        // Nothing is broken yet: whoever opens an account waits as long as it takes.
        let door = BankClient::new(BANKS[bank].first().http_port())?;
        let opened = Customer::open(&door, Person::draw_company()).await?;
        let key = opened.person.email.clone();
        opened.register("email", Some(&key)).await?.expect(201)?;
        let account = opened.account_id.parse()?;
        let seats = seats.each_ref().map(|bank| Customer { bank: bank.clone(), ..opened.clone() });
        Ok(Self { bank, account, seats })
    }

    /// By which others pay.
    pub fn key(&self) -> &str {
        &self.seats[0].person.email
    }
}
