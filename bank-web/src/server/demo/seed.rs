//! Gives the demo people accounts, keys and a few payments. Each payment has an idempotency key of its own, so that
//! running this again changes nothing. While another bank's people are not there yet it retries, each time after a
//! longer pause.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use bank_contract::{OpenRequest, SendRequest, problem};
use pix::{BankCode, KeyKind};
use tokio::time::sleep;

use super::{Demo, PASSWORD, PIN, Payment, Person, payments};
use crate::server::bank_api::{BankApi, Problem, Token};

/// The other bank's people may not be there yet: retried after this, then twice this, …
const PAUSE: Duration = Duration::from_millis(500);
const PAUSE_MAX: Duration = Duration::from_secs(30);
const PATIENCE: Duration = Duration::from_secs(20 * 60);

/// Ends when all is there, or after `PATIENCE`.
pub async fn seed(bank: BankApi, code: BankCode) {
    let demo = Demo::of(code);
    let mut seeder = Seeder { bank, sessions: HashMap::new() };
    let (began, mut pause) = (Instant::now(), PAUSE);
    let done = loop {
        match seeder.run_once(code, &demo).await {
            Ok(()) => break true,
            Err(problem) => {
                tracing::debug!("the demo people of bank {code} wait: {}", problem.word);
                if problem.is(problem::NO_SESSION) {
                    seeder.sessions.clear();
                }
            }
        }
        if began.elapsed() > PATIENCE {
            break false;
        }
        sleep(pause).await;
        pause = (pause * 2).min(PAUSE_MAX);
    };
    seeder.end().await;
    if done {
        tracing::info!("the demo people of bank {code} are there");
    } else {
        tracing::warn!(
            "the demo people of bank {code} are not complete: were their accounts or keys changed?"
        );
    }
}

struct Seeder {
    bank: BankApi,
    /// By e-mail.
    sessions: HashMap<String, Token>,
}

impl Seeder {
    async fn run_once(&mut self, code: BankCode, demo: &Demo) -> Result<(), Problem> {
        for person in &demo.people {
            self.set_up(person).await?;
        }
        for (number, payment) in payments(code).iter().enumerate() {
            if let Some(payer) = demo.people.get(payment.payer) {
                let token = self.session(payer).await?;
                self.pay(demo, &token, number, payment).await?;
            }
        }
        Ok(())
    }

    async fn end(self) {
        for token in self.sessions.values() {
            let _ = self.bank.log_out(token).await;
        }
    }

    /// Logs in once for each person; opens the account where there is none.
    async fn session(&mut self, person: &Person) -> Result<Token, Problem> {
        if let Some(token) = self.sessions.get(&person.email) {
            return Ok(token.clone());
        }
        let session = match self.bank.log_in(&person.email, PASSWORD, "", None).await {
            Err(problem) if problem.is(problem::LOGIN_MISMATCH) => {
                self.bank.open_account(&account(person), "").await?;
                self.bank.log_in(&person.email, PASSWORD, "", None).await?
            }
            session => session?,
        };
        let token = Token(session.token);
        self.sessions.insert(person.email.clone(), token.clone());
        Ok(token)
    }

    /// An account and its keys.
    async fn set_up(&mut self, person: &Person) -> Result<(), Problem> {
        let token = self.session(person).await?;
        let held = self.bank.keys(&token).await?;
        let has = |kind: KeyKind| held.iter().any(|key| key.kind == kind);
        let keys = [
            (KeyKind::Email, Some(person.email.as_str()), true),
            (KeyKind::Phone, person.phone.as_deref(), person.phone.is_some()),
            (KeyKind::Random, None, person.random_key),
        ];
        for (kind, key, wanted) in keys {
            if wanted && !has(kind) {
                self.bank.register_key(&token, kind, key).await.map(drop).or_else(unless(problem::TAKEN))?;
            }
        }
        Ok(())
    }

    /// Only when the payee is there: a Pix to an unknown key would be refunded. The scout looks the key up, since the
    /// bank limits how many each customer may look up, and visitors need those of the people.
    async fn pay(
        &mut self,
        demo: &Demo,
        token: &Token,
        number: usize,
        payment: &Payment,
    ) -> Result<(), Problem> {
        let statement = self.bank.statement(token, "limit=100&direction=out").await?;
        let done = statement.entries.iter().any(|entry| -entry.amount_cents == payment.amount_cents);
        let Some(scout) = demo.scout.as_ref().filter(|_| !done) else { return Ok(()) };
        let scout = self.session(scout).await?;
        self.bank.look_up(&scout, &payment.key).await?;
        let pix = SendRequest {
            key: Some(payment.key.clone()),
            amount_cents: Some(payment.amount_cents),
            description: Some(payment.words.to_owned()),
            pin: PIN.to_owned(),
            ..SendRequest::default()
        };
        self.bank.send(token, &pix, &format!("demo-{number}")).await.map(drop)
    }
}

fn account(person: &Person) -> OpenRequest {
    OpenRequest {
        name: person.name.to_owned(),
        tax_id: person.tax_id.as_str().to_owned(),
        email: person.email.clone(),
        password: PASSWORD.to_owned(),
        pin: PIN.to_owned(),
    }
}

/// That problem means that it was done before.
fn unless(word: &'static str) -> impl Fn(Problem) -> Result<(), Problem> {
    move |problem| if problem.is(word) { Ok(()) } else { Err(problem) }
}
