//! Load: lifelike people of both banks, who pay each other at a pace, and do what else people do.
//!
//! `paying` sends one order until it is answered, `antics` are what an app or its owner does now and then; both hold what
//! they are told against what they asked for.

mod antics;
mod paying;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use banks::Banks;
use lab::demo::{
    customers::{Account, open_accounts},
    orders::{Orders, Purse},
};
use tokio::{
    sync::{OnceCell, Semaphore},
    task::{AbortHandle, JoinSet},
    time::{Instant, MissedTickBehavior, interval},
};

use super::witness::Witness;

/// Orders that have no answer yet, at the most: whoever is down is not asked by ever more people.
const UNANSWERED_MAX: usize = 400;
/// Orders are given out this often; of a higher pace several at once.
const TICK: Duration = Duration::from_millis(10);
/// After a pause nobody makes up for more seconds than this.
const CATCH_UP: f64 = 0.25;
/// Every so often two people want the same key.
const RACE_EVERY: Duration = Duration::from_secs(3);

/// Who sends, and how fast.
pub struct Load {
    banks: Banks,
    seed: u64,
    witness: Arc<Witness>,
    sending: Mutex<Option<AbortHandle>>,
    people: Mutex<Arc<OnceCell<People>>>,
}

/// Everybody with an account.
struct People {
    accounts: Vec<Account>,
    purses: Arc<Mutex<Vec<Purse>>>,
}

impl Load {
    pub fn new(banks: Banks, seed: u64, witness: Arc<Witness>) -> Self {
        Self { banks, seed, witness, sending: Mutex::default(), people: Mutex::default() }
    }

    /// From now on this many a second; none ends it. Accounts are opened when they are first needed.
    pub fn set(&self, per_second: f64) {
        let (banks, people) = (self.banks.clone(), Arc::clone(&lock(&self.people)));
        let sender =
            Sender { witness: Arc::clone(&self.witness), orders: Orders::new(self.seed), per_second };
        let task = (per_second > 0.0).then(|| tokio::spawn(sender.run(banks, people)).abort_handle());
        if let Some(before) = std::mem::replace(&mut *lock(&self.sending), task) {
            before.abort();
        }
    }

    /// The scene is set anew: whoever had an account has none.
    pub fn forget(&self) {
        self.set(0.0);
        *lock(&self.people) = Arc::default();
        self.witness.forget();
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        self.set(0.0);
    }
}

/// Gives out orders at a pace.
struct Sender {
    witness: Arc<Witness>,
    orders: Orders,
    per_second: f64,
}

impl Sender {
    async fn run(mut self, banks: Banks, people: Arc<OnceCell<People>>) {
        let opened = people.get_or_try_init(async || open(&banks).await).await;
        let Ok(people) = opened.inspect_err(|why| tracing::warn!("nobody sends: {why:#}")) else { return };
        let (mut tasks, free) = (JoinSet::new(), Arc::new(Semaphore::new(UNANSWERED_MAX)));
        let (mut ticks, mut last, mut due) = (interval(TICK), Instant::now(), 0.0);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
        let (mut next_race, mut number) = (Instant::now() + RACE_EVERY, 0_u64);
        loop {
            ticks.tick().await;
            let most = 1.0_f64.max(CATCH_UP * self.per_second);
            due = (due + last.elapsed().as_secs_f64() * self.per_second).min(most);
            last = Instant::now();
            while due >= 1.0 {
                due -= 1.0;
                number += 1;
                let Ok(permit) = Arc::clone(&free).try_acquire_owned() else { break };
                let Some(order) = self.orders.next(&lock(&people.purses)) else { break };
                let paying = paying::pay(people, (&order, number), Arc::clone(&self.witness));
                tasks.spawn(async move {
                    paying.await;
                    drop(permit);
                });
            }
            if Instant::now() >= next_race {
                next_race = Instant::now() + RACE_EVERY;
                tasks.spawn(antics::race(&people.accounts, Arc::clone(&self.witness)));
            }
            while tasks.try_join_next().is_some() {}
        }
    }
}

async fn open(banks: &Banks) -> anyhow::Result<People> {
    let accounts = open_accounts(banks, |why| tracing::debug!("{why}")).await?;
    let purses = accounts.iter().map(|account| account.purse).collect();
    Ok(People { accounts, purses: Arc::new(Mutex::new(purses)) })
}

/// Whoever panicked left nothing half done.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
