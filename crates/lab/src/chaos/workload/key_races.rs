//! Customers of two banks race for the same key: one gets it, the next lookup finds it, and nobody else has it.

use super::{history::History, holders::AccountHolder};
use crate::client::{Answer, Customer};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use reqwest::Method;
use std::{sync::Arc, time::Duration};
use tokio::sync::RwLock;
use uuid::Uuid;

/// Between two races.
const PAUSE: Duration = Duration::from_millis(200);

/// Races between two customers of different banks, without end.
pub struct KeyRaces {
    pub holders: Arc<Vec<AccountHolder>>,
    pub history: Arc<History>,
    pub running: Arc<RwLock<()>>,
    pub instances_each: u16,
}

impl KeyRaces {
    /// Runs until it is dropped.
    pub async fn run(self, seed: u64) {
        let mut chance = StdRng::seed_from_u64(seed);
        loop {
            let running = self.running.read().await;
            self.race(&mut chance).await;
            drop(running);
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn race(&self, chance: &mut StdRng) {
        let key = format!("race-{}@example.com", Uuid::new_v4());
        let half = self.holders.len() / 2;
        let instance = chance.random_range(0..usize::from(self.instances_each));
        let (a, b) = (chance.random_range(0..half), chance.random_range(half..self.holders.len()));
        let [ana, bia] = [a, b].map(|index| &self.holders[index].clients[instance]);
        // A lookup before the key exists: its answer must not be cached beyond the registration.
        let early = ana.look_up(&key).await;
        if early.is_ok_and(|answer| answer.status == 200) {
            self.history.breach(format!("{key} was found before anybody had it"));
        }
        let (first, second) =
            tokio::join!(ana.register("email", Some(&key)), bia.register("email", Some(&key)));
        let won = [&first, &second].map(|answer| matches!(answer, Ok(answer) if answer.status == 201));
        if won == [true, true] {
            self.history.breach(format!("two banks have registered {key}"));
        }
        if won != [false, false] {
            let (winner, other) = if won[0] { (ana, bia) } else { (bia, ana) };
            self.must_be_found(&key, &other.look_up(&key).await);
            drop(winner.ask(Method::DELETE, &format!("/accounts/me/pix-keys/{key}"), None).await);
        }
        for (who, answer) in [(ana, &first), (bia, &second)] {
            if matches!(answer, Ok(answer) if answer.status == 422) {
                // Keys of races without an answer have filled the account.
                self.clear(who).await;
            }
        }
    }

    fn must_be_found(&self, key: &str, answer: &anyhow::Result<Answer>) {
        if matches!(answer, Ok(answer) if answer.status == 404) {
            self.history.breach(format!("{key} was registered, and the next lookup did not find it"));
        }
    }

    async fn clear(&self, who: &Customer) {
        let Ok(held) = who.ask(Method::GET, "/accounts/me/pix-keys", None).await else { return };
        let texts = held.body.to_string();
        for key in texts.split('"').filter(|text| text.starts_with("race-")) {
            drop(who.ask(Method::DELETE, &format!("/accounts/me/pix-keys/{key}"), None).await);
        }
    }
}
