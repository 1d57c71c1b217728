//! Opens the accounts and keys of the demo's people, or finds those of an earlier run. It retries while services are down.

use super::{
    orders::Purse,
    people::{Profile, people_of},
};
use crate::client::{BankClient, Customer};
use anyhow::{Context as _, bail};
use banks::Banks;
use reqwest::Method;
use std::time::Duration;

const AGAIN: Duration = Duration::from_secs(1);

/// Somebody who can pay and be paid.
#[derive(Debug, Clone)]
pub struct Account {
    pub customer: Customer,
    /// At least one; who pays by any of them reaches this person.
    pub keys: Vec<String>,
    pub purse: Purse,
}

/// Everybody's account, bank by bank; `say` is called with what is waited for.
///
/// # Errors
/// When no HTTP client can be made.
pub async fn open_accounts(banks: &Banks, say: impl Fn(&str)) -> anyhow::Result<Vec<Account>> {
    let branches = banks.banks.iter().enumerate().map(async |(index, bank)| {
        let client = BankClient::new(bank.api_port)?;
        let mut accounts = Vec::new();
        for profile in people_of(bank.code, index) {
            accounts.push(
                open_with_retries(&client, &profile, index, &|why| say(&format!("{}: {why}", bank.name)))
                    .await,
            );
        }
        anyhow::Ok(accounts)
    });
    Ok(futures::future::try_join_all(branches).await?.concat())
}

async fn open_with_retries(
    client: &BankClient,
    profile: &Profile,
    bank: usize,
    say: &impl Fn(&str),
) -> Account {
    let mut said = String::new();
    loop {
        match open(client, profile, bank).await {
            Ok(account) => return account,
            Err(error) => {
                let why = format!("{} has no account and keys yet: {error:#}", profile.person.name);
                if why != said {
                    say(&why);
                    said = why;
                }
            }
        }
        tokio::time::sleep(AGAIN).await;
    }
}

async fn open(client: &BankClient, profile: &Profile, bank: usize) -> anyhow::Result<Account> {
    let customer = Customer::find_or_open(client, profile.person.clone()).await?;
    for kind in profile.kinds {
        if !held(&customer).await?.iter().any(|(held, _)| held == kind) {
            register(&customer, kind).await?;
        }
    }
    let keys: Vec<_> = held(&customer).await?.into_iter().map(|(_, key)| key).collect();
    anyhow::ensure!(!keys.is_empty(), "all keys are taken by others");
    let balance_cents = customer.balance().await?;
    Ok(Account { customer, keys, purse: Purse { bank, balance_cents, busy: false } })
}

/// The active keys, each with its kind.
async fn held(customer: &Customer) -> anyhow::Result<Vec<(String, String)>> {
    let answer = customer.ask(Method::GET, "/accounts/me/pix-keys", None).await?.expect(200)?;
    let keys = answer.body.as_array().context("no list of keys")?;
    let active = keys.iter().filter(|key| key["status"] == "active");
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    Ok(active.map(|key| (text(&key["kind"]), text(&key["key"]))).collect())
}

async fn register(customer: &Customer, kind: &str) -> anyhow::Result<()> {
    let person = &customer.person;
    let key = match kind {
        "cpf" | "cnpj" => Some(&person.tax_id),
        "phone" => Some(&person.phone),
        "email" => Some(&person.email),
        _ => None,
    };
    let answer = customer.register(kind, key.map(String::as_str)).await?;
    match answer.status {
        201 => Ok(()),
        // Somebody else's, for whatever reason: the other keys do.
        409 => Ok(()),
        202 => bail!("the key waits for the hub"),
        _ => answer.expect(201).map(drop),
    }
}
