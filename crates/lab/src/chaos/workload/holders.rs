//! The customers: an account, an e-mail key, and a session at each instance of the bank.

use crate::{
    chaos::environment::{grounds::CHAOS, instance::BANKS},
    client::{BankClient, Customer, Person},
};

/// Somebody with an account and an e-mail key.
pub struct AccountHolder {
    /// Index of the bank: 0 or 1.
    pub bank: usize,
    pub account: i64,
    /// The customer as a client of each instance of the bank.
    pub clients: [Customer; 2],
}

impl AccountHolder {
    /// Opens an account of a new company, and registers its key.
    ///
    /// # Errors
    /// When the bank refuses.
    pub async fn open(bank: usize, instances: &[BankClient; 2]) -> anyhow::Result<Self> {
        // With the usual timeout: nothing is broken yet.
        let unhurried = BankClient::new(CHAOS.http_port(BANKS[bank].first()))?;
        let opened = Customer::open(&unhurried, Person::draw_company()).await?;
        let key = opened.person.email.clone();
        opened.register("email", Some(&key)).await?.expect(201)?;
        let account = opened.account_id.parse()?;
        let clients = instances.each_ref().map(|bank| Customer { bank: bank.clone(), ..opened.clone() });
        Ok(Self { bank, account, clients })
    }

    /// The key by which others pay.
    pub fn key(&self) -> &str {
        &self.clients[0].person.email
    }
}
