//! What is asked of a bank, over its REST, as its customers' apps do.

use std::time::Duration;

use bank_contract::{
    AcceptedJson, AccountJson, KeyBody, KeyJson, KeyStatusJson, LoginRequest, OpenRequest, SendRequest,
    SessionJson,
};
use reqwest::{Client, RequestBuilder, StatusCode};
use secret::Secret;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::sync::Semaphore;

use super::papers::Papers;
use crate::boards::Door;

/// Who does not answer by then is asked again.
const ANSWER_MAX: Duration = Duration::from_secs(5);
/// Accounts that are opened at once: each costs two hashes of a password.
const OPENINGS: usize = 2;
/// Orders that are asked at once.
const ORDERS: usize = 24;

/// A bank whose customers the room are.
pub struct Bank {
    pub door: Door,
    pub openings: Semaphore,
    pub orders: Semaphore,
    client: Client,
}

/// What came of a question.
#[derive(Debug, PartialEq, Eq)]
pub enum Heard<T> {
    Is(T),
    /// No answer, or none yet: the same question may be asked again.
    Again,
    /// The session is over.
    NoSession,
    /// The last part of the problem's type.
    No(String),
}

/// What is sent, for the PIN's owner.
pub struct Sent<'a> {
    pub idempotency_key: &'a str,
    pub key: String,
    pub amount_cents: i64,
    pub pin: &'a Secret,
}

impl Bank {
    /// # Errors
    /// None on a machine that can speak HTTP.
    pub fn new(door: Door) -> reqwest::Result<Bank> {
        let client = Client::builder().no_proxy().timeout(ANSWER_MAX).build()?;
        Ok(Bank { door, client, openings: Semaphore::new(OPENINGS), orders: Semaphore::new(ORDERS) })
    }

    /// Opens an account. That these papers have one already is the answer to an earlier question.
    pub async fn open(&self, name: &str, papers: &Papers) -> Heard<()> {
        let opening = OpenRequest {
            name: name.to_owned(),
            tax_id: papers.tax_id.clone(),
            email: papers.email.clone(),
            password: papers.password.expose().to_owned(),
            pin: papers.pin.expose().to_owned(),
        };
        match self.ask::<AccountJson>(self.post("/accounts").json(&opening)).await {
            Heard::No(word) if word == bank_contract::problem::TAKEN => Heard::Is(()),
            heard => heard.map(drop),
        }
    }

    /// The token of a new session.
    pub async fn log_in(&self, papers: &Papers) -> Heard<Secret> {
        let (login, password) = (papers.email.clone(), papers.password.expose().to_owned());
        let request = self.post("/sessions").json(&LoginRequest { login, password });
        self.ask::<SessionJson>(request).await.map(|session| Secret::new(session.token))
    }

    pub async fn balance_cents(&self, session: &Secret) -> Heard<i64> {
        let request = self.client.get(format!("{}/accounts/me", self.door.api)).bearer_auth(session.expose());
        self.ask::<AccountJson>(request).await.map(|account| account.balance_cents)
    }

    /// Registers the e-mail address as a key; true once the directory knows it.
    pub async fn register(&self, session: &Secret, papers: &Papers) -> Heard<bool> {
        let body = KeyBody { kind: "email".to_owned(), key: Some(papers.email.clone()) };
        let request = self.post("/accounts/me/pix-keys").bearer_auth(session.expose()).json(&body);
        match self.ask::<KeyJson>(request).await {
            Heard::No(word) if word == bank_contract::problem::YOURS_ALREADY => {
                self.is_registered(session).await
            }
            heard => heard.map(|key| is_active(&key)),
        }
    }

    async fn is_registered(&self, session: &Secret) -> Heard<bool> {
        let request = self.client.get(format!("{}/accounts/me/pix-keys", self.door.api));
        let keys = self.ask::<Vec<KeyJson>>(request.bearer_auth(session.expose())).await;
        keys.map(|keys| keys.iter().any(is_active))
    }

    /// Sends; the id of the transfer.
    pub async fn send(&self, session: &Secret, sent: Sent<'_>) -> Heard<String> {
        let order = SendRequest {
            key: Some(sent.key),
            amount_cents: Some(sent.amount_cents),
            pin: sent.pin.expose().to_owned(),
            ..SendRequest::default()
        };
        let request = self.post("/transfers").bearer_auth(session.expose());
        let request = request.header("idempotency-key", sent.idempotency_key).json(&order);
        self.ask::<AcceptedJson>(request).await.map(|accepted| accepted.end_to_end_id)
    }

    fn post(&self, path: &str) -> RequestBuilder {
        self.client.post(format!("{}{path}", self.door.api))
    }

    async fn ask<T: DeserializeOwned>(&self, request: RequestBuilder) -> Heard<T> {
        let Ok(answer) = request.send().await else { return Heard::Again };
        let status = answer.status();
        let again = [StatusCode::REQUEST_TIMEOUT, StatusCode::TOO_MANY_REQUESTS];
        if status == StatusCode::UNAUTHORIZED {
            return Heard::NoSession;
        }
        if status.is_server_error() || again.contains(&status) {
            return Heard::Again;
        }
        if status.is_success() {
            return answer.json().await.map_or(Heard::Again, Heard::Is);
        }
        let problem = answer.json::<Value>().await.unwrap_or_default();
        let kind = problem["type"].as_str().unwrap_or("unknown");
        Heard::No(kind.rsplit(':').next().unwrap_or(kind).to_owned())
    }
}

fn is_active(key: &KeyJson) -> bool {
    key.status == KeyStatusJson::Active
}

impl<T> Heard<T> {
    pub fn map<U>(self, of: impl FnOnce(T) -> U) -> Heard<U> {
        match self {
            Heard::Is(value) => Heard::Is(of(value)),
            Heard::Again => Heard::Again,
            Heard::NoSession => Heard::NoSession,
            Heard::No(word) => Heard::No(word),
        }
    }
}
