//! Customers of both banks, who send each other Pix all the time and race for keys.
//!
//! In reading order: [`holders`] (who they are), [`pace`] (how often they send), [`sender`] and [`key_races`] (what they
//! do), [`history`] (what they asked for and were answered).

pub mod history;
pub mod holders;
pub mod key_races;
pub mod pace;
pub mod sender;

use super::environment::{Environment, instance::BANKS};
use history::History;
use holders::AccountHolder;
use key_races::KeyRaces;
use pace::Pace;
use rand::{SeedableRng as _, rngs::StdRng};
use sender::Sender;
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::{OwnedRwLockWriteGuard, RwLock},
    task::JoinSet,
};

/// Customers of each bank.
const HOLDERS_PER_BANK: usize = 5;

/// All customers, at work in the background until this is dropped.
pub struct Workload {
    pub holders: Arc<Vec<AccountHolder>>,
    pub history: Arc<History>,
    /// Read by whoever is at work; written to pause them all.
    running: Arc<RwLock<()>>,
    instances_each: u16,
    tasks: JoinSet<()>,
}

impl Workload {
    /// Opens the accounts, and registers a key for each.
    ///
    /// # Errors
    /// When a bank refuses.
    pub async fn prepare(environment: &Environment) -> anyhow::Result<Self> {
        let mut holders = Vec::new();
        for (index, bank) in BANKS.into_iter().enumerate() {
            let clients = [environment.bank(bank.first())?, environment.bank(bank.second())?];
            for _ in 0..HOLDERS_PER_BANK {
                holders.push(AccountHolder::open(index, &clients).await?);
            }
        }
        Ok(Self {
            holders: Arc::new(holders),
            history: Arc::default(),
            running: Arc::default(),
            instances_each: environment.instances_each,
            tasks: JoinSet::new(),
        })
    }

    /// Sends from now on.
    pub fn start(&mut self, seed: u64, pace: Pace) {
        for sender in 0..pace.senders {
            let sender = self.sender(seed.wrapping_add(sender));
            self.tasks.spawn(sender.run(Arc::clone(&self.running), pace.every));
        }
        let races = KeyRaces {
            holders: Arc::clone(&self.holders),
            history: Arc::clone(&self.history),
            running: Arc::clone(&self.running),
            instances_each: self.instances_each,
        };
        self.tasks.spawn(races.run(seed));
    }

    fn sender(&self, seed: u64) -> Sender {
        Sender {
            holders: Arc::clone(&self.holders),
            history: Arc::clone(&self.history),
            instances_each: self.instances_each,
            chance: StdRng::seed_from_u64(seed),
        }
    }

    /// So many more senders, without a pause between their orders, for a while.
    pub async fn burst(&self, senders: u64, time: Duration) {
        let mut tasks = JoinSet::new();
        for seed in 0..senders {
            tasks.spawn(self.sender(seed).run(Arc::clone(&self.running), Duration::ZERO));
        }
        tokio::time::sleep(time).await;
        // Each finishes its order: one that is aborted in the middle would be missing in the history.
        let _paused = self.pause().await;
        tasks.shutdown().await;
    }

    /// Waits until every order under way has an answer or was given up; nobody sends while the guard is held.
    pub async fn pause(&self) -> OwnedRwLockWriteGuard<()> {
        Arc::clone(&self.running).write_owned().await
    }
}
