//! A customer with an account and a session.

use super::{
    bank::{Answer, BankClient},
    people::{PIN, Person},
    until::until,
};
use anyhow::Context as _;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;
use uuid::Uuid;

/// Somebody who has opened an account and logged in.
#[derive(Debug, Clone)]
pub struct Customer {
    pub bank: BankClient,
    pub person: Person,
    pub account_id: String,
    pub token: String,
}

/// An order to send.
#[derive(Debug, Clone)]
pub struct SendPix {
    pub key: String,
    pub amount_cents: i64,
    pub description: String,
    pub idempotency_key: String,
}

impl SendPix {
    /// To `key`, under a fresh idempotency key.
    pub fn new(key: &str, amount_cents: i64) -> Self {
        let idempotency_key = Uuid::new_v4().to_string();
        Self { key: key.into(), amount_cents, description: String::new(), idempotency_key }
    }
}

impl Customer {
    /// Opens an account for `person` and logs in.
    ///
    /// # Errors
    /// When the bank refuses, or does not answer.
    pub async fn open(bank: &BankClient, person: Person) -> anyhow::Result<Self> {
        Self::apply(bank, &person).await?.expect(201)?;
        Self::log_in(bank, person).await
    }

    /// The account that `person` has, opened now or before.
    ///
    /// # Errors
    /// When the bank refuses, or does not answer.
    pub async fn find_or_open(bank: &BankClient, person: Person) -> anyhow::Result<Self> {
        let opened = Self::apply(bank, &person).await?;
        // An application that was cut off may have been granted: whose data are taken can log in.
        if opened.problem() != "taken" {
            opened.expect(201)?;
        }
        Self::log_in(bank, person).await
    }

    async fn apply(bank: &BankClient, person: &Person) -> anyhow::Result<Answer> {
        let Person { name, tax_id, email, password, .. } = person;
        let body =
            json!({ "name": name, "tax_id": tax_id, "email": email, "password": password, "pin": PIN });
        bank.ask((Method::POST, "/accounts"), None, Some(&body)).await
    }

    /// A new session of `person`.
    ///
    /// # Errors
    /// When the bank refuses, or does not answer.
    pub async fn log_in(bank: &BankClient, person: Person) -> anyhow::Result<Self> {
        let login = json!({ "login": person.email, "password": person.password });
        let session = bank.ask((Method::POST, "/sessions"), None, Some(&login)).await?.expect(201)?;
        let token = session.text("token").to_owned();
        let me = bank.ask((Method::GET, "/accounts/me"), Some(&token), None).await?.expect(200)?;
        Ok(Self { bank: bank.clone(), person, account_id: me.text("account_id").to_owned(), token })
    }

    /// Asks in the customer's name.
    ///
    /// # Errors
    /// When there is no answer at all.
    pub async fn ask(&self, method: Method, path: &str, body: Option<&Value>) -> anyhow::Result<Answer> {
        self.bank.ask((method, path), Some(&self.token), body).await
    }

    /// Registers a key; a random one has no text yet.
    ///
    /// # Errors
    /// When there is no answer at all.
    pub async fn register(&self, kind: &str, key: Option<&str>) -> anyhow::Result<Answer> {
        let body = match key {
            Some(key) => json!({ "kind": kind, "key": key }),
            None => json!({ "kind": kind }),
        };
        self.ask(Method::POST, "/accounts/me/pix-keys", Some(&body)).await
    }

    /// Whom would a payment to `key` reach?
    ///
    /// # Errors
    /// When there is no answer at all.
    pub async fn look_up(&self, key: &str) -> anyhow::Result<Answer> {
        self.ask(Method::GET, &format!("/pix-keys/{}", utf8_percent_encode(key, NON_ALPHANUMERIC)), None)
            .await
    }

    /// Sends a Pix.
    ///
    /// # Errors
    /// When there is no answer at all.
    pub async fn send(&self, order: &SendPix) -> anyhow::Result<Answer> {
        let SendPix { key, amount_cents, description, idempotency_key } = order;
        let body =
            json!({ "key": key, "amount_cents": amount_cents, "description": description, "pin": PIN });
        let request = self.bank.request(Method::POST, "/transfers").bearer_auth(&self.token);
        BankClient::answer(request.header("idempotency-key", idempotency_key).json(&body)).await
    }

    /// The present balance in cents.
    ///
    /// # Errors
    /// When the bank does not tell.
    pub async fn balance(&self) -> anyhow::Result<i64> {
        let me = self.ask(Method::GET, "/accounts/me", None).await?.expect(200)?;
        me.body["balance_cents"].as_i64().context("no balance_cents")
    }

    /// All entries of the statement, newest first, page by page.
    ///
    /// # Errors
    /// When the bank does not tell.
    pub async fn statement(&self) -> anyhow::Result<Vec<Value>> {
        let (mut entries, mut cursor) = (Vec::new(), String::new());
        loop {
            let path = format!("/accounts/me/statement?limit=3{cursor}");
            let page = self.ask(Method::GET, &path, None).await?.expect(200)?;
            entries.extend(page.body["entries"].as_array().context("no entries")?.iter().cloned());
            match page.body["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return Ok(entries),
            }
        }
    }

    /// Waits until the transfer has the status; what was shown then.
    ///
    /// # Errors
    /// When it has another status after `timeout`, in words.
    pub async fn await_status(&self, id: &str, status: &str, timeout: Duration) -> anyhow::Result<Value> {
        let path = format!("/transfers/{id}");
        let look = async || match self.ask(Method::GET, &path, None).await {
            Ok(answer) if answer.status == 200 && answer.text("status") == status => Ok(answer.body),
            Ok(answer) => Err(answer.body.to_string()),
            Err(error) => Err(error.to_string()),
        };
        until(timeout, look).await.with_context(|| format!("{id} is not {status}"))
    }
}
