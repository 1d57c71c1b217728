//! Customers of both banks who send each other Pix all the time, as apps do: whoever is not answered asks again, with the
//! same Idempotency-Key, and perhaps another instance.

use super::{
    journal::{Journal, Order, Told},
    keys::Races,
    names::BANKS,
    stage::Stage,
};
use crate::client::{BankClient, Customer, Person, SendPix};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::{OwnedRwLockWriteGuard, RwLock},
    task::JoinSet,
};

/// Customers of each bank.
const CITIZENS: usize = 5;
/// Customers who send at the same time.
const SENDERS: u64 = 8;
/// Between two orders of one sender.
const PAUSE: Duration = Duration::from_millis(80);
/// How often an order is sent until the customer gives up.
const TRIES: usize = 6;
/// Between two tries.
const TRY_AGAIN: Duration = Duration::from_millis(250);

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
    pub fn start(&mut self, seed: u64) {
        for sender in 0..SENDERS {
            self.work.spawn(self.sender(seed.wrapping_add(sender)).run(Arc::clone(&self.gate), PAUSE));
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
    pub async fn press(&mut self, senders: u64, time: Duration) {
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
        let first = Customer::open(&seats[0], Person::draw_company()).await?;
        let key = first.person.email.clone();
        first.register("email", Some(&key)).await?.expect(201)?;
        let second = Customer { bank: seats[1].clone(), ..first.clone() };
        Ok(Self { bank, account: first.account_id.parse()?, seats: [first, second] })
    }

    /// By which others pay.
    pub fn key(&self) -> &str {
        &self.seats[0].person.email
    }
}

struct Sender {
    citizens: Arc<Vec<Citizen>>,
    journal: Arc<Journal>,
    instances: u16,
    chance: StdRng,
}

impl Sender {
    async fn run(mut self, gate: Arc<RwLock<()>>, pause: Duration) {
        loop {
            let open = gate.read().await;
            self.order().await;
            self.look().await;
            drop(open);
            tokio::time::sleep(pause).await;
        }
    }

    /// Draws an order and sees it through; now and then to nobody, of more than there is, or without a description.
    async fn order(&mut self) {
        let payer = self.chance.random_range(0..self.citizens.len());
        let drawn = self.chance.random_range(0..self.citizens.len());
        let payee = (!self.chance.random_bool(0.05) && drawn != payer).then_some(drawn);
        let key = payee.map_or("nobody@example.com", |index| self.citizens[index].key());
        let amount_cents = match self.chance.random_bool(0.05) {
            true => 100_000_000,
            false => self.chance.random_range(1..500),
        };
        let description = if self.chance.random_bool(0.5) { "" } else { "café ☕" };
        let order = SendPix { description: description.into(), ..SendPix::new(key, amount_cents) };
        let told = self.see_through(payer, &order).await;
        let idempotency_key = order.idempotency_key;
        self.journal.note(Order { payer, payee, amount_cents, idempotency_key, told });
    }

    /// Reads a balance, as apps do all the time.
    async fn look(&mut self) {
        let who = self.chance.random_range(0..self.citizens.len());
        let balance = self.citizens[who].seats[0].balance().await;
        if balance.as_ref().is_ok_and(|cents| *cents < 0) {
            self.journal.breach(format!("customer {who} was shown a balance of {balance:?} cents"));
        }
    }

    async fn see_through(&mut self, payer: usize, order: &SendPix) -> Told {
        for attempt in 0..TRIES {
            if attempt > 0 {
                tokio::time::sleep(TRY_AGAIN).await;
            }
            let seat = self.chance.random_range(0..usize::from(self.instances));
            match self.citizens[payer].seats[seat].send(order).await {
                Ok(answer) if answer.status == 202 => {
                    return Told::Accepted(answer.text("end_to_end_id").to_owned());
                }
                Ok(answer) if answer.status == 503 => {}
                Ok(answer) if answer.status < 500 => return Told::Refused(answer.status),
                Ok(answer) => self.journal.breach(format!("a bank said {}: {}", answer.status, answer.body)),
                Err(_) => {}
            }
        }
        Told::Unknown
    }
}
