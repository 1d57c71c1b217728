//! A customer who sends as apps do: without an answer it retries, with the same Idempotency-Key and perhaps at another
//! instance. Every answer must be about the order that was sent.

use super::{
    history::{History, Order, OrderOutcome},
    holders::AccountHolder,
};
use crate::client::{Answer, Customer, SendPix};
use rand::{Rng as _, rngs::StdRng};
use reqwest::Method;
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::RwLock,
    time::{Instant, sleep, sleep_until},
};

/// How often an order is sent until the customer gives up.
const TRIES: usize = 6;
/// Between two tries.
const TRY_AGAIN: Duration = Duration::from_millis(250);

/// Sends in the name of random customers.
pub struct Sender {
    pub holders: Arc<Vec<AccountHolder>>,
    pub history: Arc<History>,
    pub instances_each: u16,
    pub chance: StdRng,
}

impl Sender {
    /// An order every so often, until this is dropped; none while the workload is paused.
    pub async fn run(mut self, running: Arc<RwLock<()>>, every: Duration) {
        loop {
            let next = Instant::now() + every;
            let guard = running.read().await;
            self.order().await;
            self.look().await;
            drop(guard);
            sleep_until(next).await;
        }
    }

    /// Sends a random order until it is answered; now and then to a key of nobody, above the balance, or without a description.
    async fn order(&mut self) {
        let payer = self.chance.random_range(0..self.holders.len());
        let drawn = self.chance.random_range(0..self.holders.len());
        let payee = (!self.chance.random_bool(0.05) && drawn != payer).then_some(drawn);
        let key = payee.map_or("nobody@example.com", |index| self.holders[index].key());
        let amount_cents = match self.chance.random_bool(0.05) {
            true => 100_000_000,
            false => self.chance.random_range(1..500),
        };
        let mut order = SendPix::new(key, amount_cents);
        if self.chance.random_bool(0.8) {
            // Unique, so that no order can be taken for another.
            order.description = format!("café ☕ {}", order.idempotency_key);
        }
        let outcome = self.send_until_answered(payer, &order).await;
        if let OrderOutcome::Accepted(id) = &outcome {
            self.ask_after(payer, &order, id).await;
        }
        let idempotency_key = order.idempotency_key;
        self.history.note(Order { payer, payee, amount_cents, idempotency_key, outcome });
    }

    /// Looks at the account, as apps do all the time.
    async fn look(&mut self) {
        let who = self.chance.random_range(0..self.holders.len());
        let Ok(me) = self.client(who).ask(Method::GET, "/accounts/me", None).await else { return };
        if me.status != 200 {
            return;
        }
        let own = self.holders[who].account.to_string();
        if me.text("account_id") != own || me.body["balance_cents"].as_i64().is_none_or(|cents| cents < 0) {
            self.history.breach(format!("customer {who}, of account {own}, was shown {}", me.body));
        }
    }

    async fn send_until_answered(&mut self, payer: usize, order: &SendPix) -> OrderOutcome {
        for attempt in 0..TRIES {
            if attempt > 0 {
                sleep(TRY_AGAIN).await;
            }
            match self.client(payer).send(order).await {
                Ok(answer) if answer.status == 202 => {
                    let id = answer.text("end_to_end_id").to_owned();
                    self.must_be_theirs(payer, (order, &id), &answer);
                    return OrderOutcome::Accepted(id);
                }
                Ok(answer) if answer.status == 503 => {}
                Ok(answer) if answer.status < 500 => return OrderOutcome::Refused(answer.status),
                Ok(answer) => self.history.breach(format!("a bank said {}: {}", answer.status, answer.body)),
                Err(_) => {}
            }
        }
        OrderOutcome::Unknown
    }

    /// What the bank says of an accepted order to whoever asks again: by its id, and with the same key.
    async fn ask_after(&mut self, payer: usize, order: &SendPix, id: &str) {
        let shown = self.client(payer).ask(Method::GET, &format!("/transfers/{id}"), None).await;
        let repeated = match self.chance.random_bool(0.1) {
            true => self.client(payer).send(order).await.ok(),
            false => None,
        };
        for answer in shown.into_iter().chain(repeated) {
            match answer.status {
                200 | 202 => self.must_be_theirs(payer, (order, id), &answer),
                503 => {}
                _ => self.history.breach(format!("{id} was accepted, and then: {}", answer.body)),
            }
        }
    }

    fn must_be_theirs(&self, payer: usize, (order, id): (&SendPix, &str), answer: &Answer) {
        let theirs = order.is_shown_to(&self.holders[payer].clients[0], &answer.body);
        let same = answer.text("end_to_end_id") == id && !id.is_empty();
        let wrong = theirs.err().or_else(|| (!same).then(|| format!("not {id}: {}", answer.body)));
        if let Some(wrong) = wrong {
            self.history.breach(format!("customer {payer} was answered with another's order: {wrong}"));
        }
    }

    /// The customer at a random instance of the bank.
    fn client(&mut self, who: usize) -> Customer {
        let instance = self.chance.random_range(0..usize::from(self.instances_each));
        self.holders[who].clients[instance].clone()
    }
}
