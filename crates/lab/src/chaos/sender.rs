//! A customer who sends, as apps do: whoever is not answered asks again, with the same Idempotency-Key, and perhaps another
//! instance. Whatever is answered must be the answer to what was ordered.

use super::{
    crowd::Citizen,
    journal::{Journal, Order, Told},
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

/// Sends in the name of whoever is drawn.
pub struct Sender {
    pub citizens: Arc<Vec<Citizen>>,
    pub journal: Arc<Journal>,
    pub instances: u16,
    pub chance: StdRng,
}

impl Sender {
    /// An order every so often, until this is dropped; while the gate is closed, none.
    pub async fn run(mut self, gate: Arc<RwLock<()>>, every: Duration) {
        loop {
            let next = Instant::now() + every;
            let open = gate.read().await;
            self.order().await;
            self.look().await;
            drop(open);
            sleep_until(next).await;
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
        let mut order = SendPix::new(key, amount_cents);
        if self.chance.random_bool(0.8) {
            // By its words an order is known from every other.
            order.description = format!("café ☕ {}", order.idempotency_key);
        }
        let told = self.see_through(payer, &order).await;
        if let Told::Accepted(id) = &told {
            self.ask_after(payer, &order, id).await;
        }
        let idempotency_key = order.idempotency_key;
        self.journal.note(Order { payer, payee, amount_cents, idempotency_key, told });
    }

    /// Looks at the account, as apps do all the time.
    async fn look(&mut self) {
        let who = self.chance.random_range(0..self.citizens.len());
        let Ok(me) = self.seat(who).ask(Method::GET, "/accounts/me", None).await else { return };
        if me.status != 200 {
            return;
        }
        let own = self.citizens[who].account.to_string();
        if me.text("account_id") != own || me.body["balance_cents"].as_i64().is_none_or(|cents| cents < 0) {
            self.journal.breach(format!("customer {who}, of account {own}, was shown {}", me.body));
        }
    }

    async fn see_through(&mut self, payer: usize, order: &SendPix) -> Told {
        for attempt in 0..TRIES {
            if attempt > 0 {
                sleep(TRY_AGAIN).await;
            }
            match self.seat(payer).send(order).await {
                Ok(answer) if answer.status == 202 => {
                    let id = answer.text("end_to_end_id").to_owned();
                    self.must_be_theirs(payer, (order, &id), &answer);
                    return Told::Accepted(id);
                }
                Ok(answer) if answer.status == 503 => {}
                Ok(answer) if answer.status < 500 => return Told::Refused(answer.status),
                Ok(answer) => self.journal.breach(format!("a bank said {}: {}", answer.status, answer.body)),
                Err(_) => {}
            }
        }
        Told::Unknown
    }

    /// What the bank says of an accepted order to whoever asks again: by its id, and with the same key.
    async fn ask_after(&mut self, payer: usize, order: &SendPix, id: &str) {
        let shown = self.seat(payer).ask(Method::GET, &format!("/transfers/{id}"), None).await;
        let repeated = match self.chance.random_bool(0.1) {
            true => self.seat(payer).send(order).await.ok(),
            false => None,
        };
        for answer in shown.into_iter().chain(repeated) {
            match answer.status {
                200 | 202 => self.must_be_theirs(payer, (order, id), &answer),
                503 => {}
                _ => self.journal.breach(format!("{id} was accepted, and then: {}", answer.body)),
            }
        }
    }

    fn must_be_theirs(&self, payer: usize, (order, id): (&SendPix, &str), answer: &Answer) {
        let theirs = order.is_shown_to(&self.citizens[payer].seats[0], &answer.body);
        let same = answer.text("end_to_end_id") == id && !id.is_empty();
        let wrong = theirs.err().or_else(|| (!same).then(|| format!("not {id}: {}", answer.body)));
        if let Some(wrong) = wrong {
            self.journal.breach(format!("customer {payer} was answered with another's order: {wrong}"));
        }
    }

    fn seat(&mut self, who: usize) -> Customer {
        let seat = self.chance.random_range(0..usize::from(self.instances));
        self.citizens[who].seats[seat].clone()
    }
}
