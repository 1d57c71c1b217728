//! Many accounts at each bank, each with a session and a key: they pay each other.

use crate::client::{BankClient, Customer, Person};
use anyhow::Context as _;
use banks::Banks;
use futures::{StreamExt as _, TryStreamExt as _, stream};

/// Accounts being opened at once at a bank: it hashes two passwords at a time.
const AT_ONCE: usize = 4;

/// One bank with its customers.
#[derive(Debug, Clone)]
pub struct Branch {
    /// Of each of its instances.
    pub ports: Vec<u16>,
    /// Bearer tokens.
    pub sessions: Vec<String>,
    /// One key of each account, by which others pay it.
    pub keys: Vec<String>,
}

/// Opens `accounts` accounts at each bank.
///
/// # Errors
/// When fewer than two banks run, or one does not open accounts.
pub async fn open_accounts(banks: &Banks, accounts: usize) -> anyhow::Result<Vec<Branch>> {
    anyhow::ensure!(banks.banks.len() >= 2, "transfers between banks need two of them in the banks file");
    let branches = banks.banks.iter().map(|bank| open_branch(bank.api_port, accounts));
    futures::future::try_join_all(branches).await
}

async fn open_branch(port: u16, accounts: usize) -> anyhow::Result<Branch> {
    let bank = BankClient::new(port)?;
    let opened = stream::iter(0..accounts).map(|_| open_account(&bank)).buffer_unordered(AT_ONCE);
    let opened: Vec<_> = opened
        .try_collect()
        .await
        .with_context(|| format!("the bank on port {port} opens no accounts; does it run? (scripts/up)"))?;
    let (sessions, keys) = opened.into_iter().unzip();
    Ok(Branch { ports: vec![port], sessions, keys })
}

async fn open_account(bank: &BankClient) -> anyhow::Result<(String, String)> {
    let customer = Customer::open(bank, Person::draw()).await?;
    let key = customer.person.email.clone();
    customer.register("email", Some(&key)).await?.expect(201)?;
    Ok((customer.token, key))
}
