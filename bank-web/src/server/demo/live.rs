//! Their lives until today: accounts, keys, and a few payments, each with an idempotency key of its own, so that
//! living it again changes nothing.

use std::time::Duration;

use pix::BankCode;
use tokio::time::sleep;

use super::{Demo, PASSWORD, PIN, Payment, Person, payments};
use crate::server::api::{Bank, NewAccount, Problem, SendJson, Token};

/// The other bank's people may still be on their way here.
const AGAIN: Duration = Duration::from_millis(500);
const TRIES: u32 = 1200;

/// Ends when everything has happened, or never could.
pub async fn live(bank: Bank, code: BankCode) {
    let demo = Demo::of(code);
    for _ in 0..TRIES {
        match once(&bank, code, &demo).await {
            Ok(()) => return tracing::info!("the demo people of bank {code} are there"),
            Err(problem) => tracing::debug!("the demo people of bank {code} wait: {}", problem.word),
        }
        sleep(AGAIN).await;
    }
    tracing::warn!("the demo people of bank {code} are not complete: were their accounts or keys changed?");
}

async fn once(bank: &Bank, code: BankCode, demo: &Demo) -> Result<(), Problem> {
    let mut tokens = Vec::new();
    for person in &demo.people {
        tokens.push(settle(bank, person).await?);
    }
    for (number, payment) in payments(code).iter().enumerate() {
        if let Some(token) = tokens.get(payment.payer) {
            pay(bank, token, number, payment).await?;
        }
    }
    for token in &tokens {
        let _ = bank.log_out(token).await;
    }
    Ok(())
}

/// An account and its keys.
async fn settle(bank: &Bank, person: &Person) -> Result<Token, Problem> {
    let account = NewAccount {
        name: person.name,
        tax_id: person.tax_id.as_str(),
        email: &person.email,
        password: PASSWORD,
        pin: PIN,
    };
    bank.open_account(&account).await.map(drop).or_else(unless("taken"))?;
    let token = Token(bank.log_in(&person.email, PASSWORD, "").await?.token);
    let held = bank.keys(&token).await?;
    let has = |kind: &str| held.iter().any(|key| key.kind == kind);
    let wishes = [
        ("email", Some(person.email.as_str()), true),
        ("phone", person.phone.as_deref(), person.phone.is_some()),
        ("random", None, person.random_key),
    ];
    for (kind, key, wanted) in wishes {
        if wanted && !has(kind) {
            bank.register_key(&token, kind, key).await.map(drop).or_else(unless("taken"))?;
        }
    }
    Ok(token)
}

/// Only to somebody who is there: a Pix to nobody would come back.
async fn pay(bank: &Bank, token: &Token, number: usize, payment: &Payment) -> Result<(), Problem> {
    let statement = bank.statement(token, "limit=100&direction=out").await?;
    let done = statement.entries.iter().any(|entry| -entry.amount_cents == payment.amount_cents);
    if done {
        return Ok(());
    }
    bank.look_up(token, &payment.key).await?;
    let pix = SendJson {
        key: &payment.key,
        amount_cents: payment.amount_cents,
        description: payment.words,
        entry_id: None,
        pin: PIN,
    };
    bank.send(token, &pix, &format!("demo-{number}")).await.map(drop)
}

/// That problem means that it has happened before.
fn unless(word: &'static str) -> impl Fn(Problem) -> Result<(), Problem> {
    move |problem| if problem.is(word) { Ok(()) } else { Err(problem) }
}
