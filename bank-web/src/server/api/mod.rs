//! `bank-api` as the pages use it: one typed method per question. Whatever is not a success is a [`Problem`].

mod json;
mod problem;

use std::{
    net::{IpAddr, Ipv4Addr},
    time::Duration,
};

pub use json::{
    AccountJson, EntryJson, KeyJson, NewAccount, PartyJson, PayeeJson, Readiness, SendJson, SessionJson,
    StatementJson, TransferJson,
};
pub use problem::Problem;
use reqwest::{Client, Method, RequestBuilder, Response, Url};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;

use crate::text::percent;

/// `bank-api` gives up on a request after ten seconds; so do we, a little later.
const ANSWER: Duration = Duration::from_secs(12);
/// A stream of events says something at least every 15 seconds.
const SILENCE: Duration = Duration::from_secs(40);
const CONNECT: Duration = Duration::from_secs(2);
/// From where we ask on loopback, where all others have one address: bank-api believes this one when it says who logs in.
const ON_LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));

/// Whose account is meant.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Token(pub String);

/// The bank's REST interface.
#[derive(Clone)]
pub struct Bank {
    http: Client,
    url: String,
}

impl Bank {
    /// `url` has no slash at its end.
    pub fn new(url: &str) -> anyhow::Result<Bank> {
        let loopback = matches!(Url::parse(url)?.host_str(), Some("localhost" | "127.0.0.1"));
        let http = Client::builder()
            .local_address(loopback.then_some(ON_LOOPBACK))
            .connect_timeout(CONNECT)
            .read_timeout(SILENCE)
            .build()?;
        Ok(Bank { http, url: url.to_owned() })
    }

    /// `way` is the `X-Forwarded-For` of whoever asks; empty, where that is ourselves.
    pub async fn open_account(&self, account: &NewAccount<'_>, way: &str) -> Result<AccountJson, Problem> {
        read(self.request(Method::POST, "/accounts").header("x-forwarded-for", way).json(account)).await
    }

    /// `way` as for [`Self::open_account`].
    pub async fn log_in(&self, login: &str, password: &str, way: &str) -> Result<SessionJson, Problem> {
        let body = json!({ "login": login, "password": password });
        read(self.request(Method::POST, "/sessions").header("x-forwarded-for", way).json(&body)).await
    }

    pub async fn log_out(&self, token: &Token) -> Result<(), Problem> {
        self.ask(Method::DELETE, "/sessions/current", token).await.map(drop)
    }

    pub async fn me(&self, token: &Token) -> Result<AccountJson, Problem> {
        self.get("/accounts/me", token).await
    }

    /// `query` as the interface has it, without its question mark.
    pub async fn statement(&self, token: &Token, query: &str) -> Result<StatementJson, Problem> {
        self.get(&format!("/accounts/me/statement?{query}"), token).await
    }

    pub async fn keys(&self, token: &Token) -> Result<Vec<KeyJson>, Problem> {
        self.get("/accounts/me/pix-keys", token).await
    }

    /// `key` is None for a random key.
    pub async fn register_key(
        &self,
        token: &Token,
        kind: &str,
        key: Option<&str>,
    ) -> Result<KeyJson, Problem> {
        self.post("/accounts/me/pix-keys", token, &json!({ "kind": kind, "key": key }), None).await
    }

    pub async fn remove_key(&self, token: &Token, key: &str) -> Result<(), Problem> {
        let path = format!("/accounts/me/pix-keys/{}", percent(key));
        self.ask(Method::DELETE, &path, token).await.map(drop)
    }

    pub async fn look_up(&self, token: &Token, key: &str) -> Result<PayeeJson, Problem> {
        self.get(&format!("/pix-keys/{}", percent(key)), token).await
    }

    /// The id of the accepted transfer.
    pub async fn send(
        &self,
        token: &Token,
        pix: &SendJson<'_>,
        idempotency_key: &str,
    ) -> Result<String, Problem> {
        #[derive(serde::Deserialize)]
        struct Accepted {
            end_to_end_id: String,
        }
        let accepted: Accepted = self.post("/transfers", token, pix, Some(idempotency_key)).await?;
        Ok(accepted.end_to_end_id)
    }

    pub async fn transfer(&self, token: &Token, end_to_end_id: &str) -> Result<TransferJson, Problem> {
        self.get(&format!("/transfers/{}", percent(end_to_end_id)), token).await
    }

    /// How the bank's neighbours are; when the bank cannot say, they count as well.
    pub async fn readiness(&self) -> Readiness {
        read(self.request(Method::GET, "/readyz")).await.unwrap_or_default()
    }

    /// The account's events, as they come.
    pub async fn events(&self, token: &Token, last_id: Option<&str>) -> Result<Response, Problem> {
        let mut request = self.http.get(format!("{}/accounts/me/events", self.url)).bearer_auth(&token.0);
        if let Some(id) = last_id {
            request = request.header("last-event-id", id);
        }
        answered(request).await
    }

    async fn get<T: DeserializeOwned>(&self, path: &str, token: &Token) -> Result<T, Problem> {
        read(self.request(Method::GET, path).bearer_auth(&token.0)).await
    }

    async fn ask(&self, method: Method, path: &str, token: &Token) -> Result<Response, Problem> {
        answered(self.request(method, path).bearer_auth(&token.0)).await
    }

    async fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        token: &Token,
        body: &impl Serialize,
        idempotency_key: Option<&str>,
    ) -> Result<T, Problem> {
        let mut request = self.request(Method::POST, path).bearer_auth(&token.0).json(body);
        if let Some(key) = idempotency_key {
            request = request.header("idempotency-key", key);
        }
        read(request).await
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.url)).timeout(ANSWER)
    }
}

async fn read<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, Problem> {
    answered(request).await?.json().await.map_err(|error| Problem::unreachable(&error))
}

async fn answered(request: RequestBuilder) -> Result<Response, Problem> {
    let response = request.send().await.map_err(|error| Problem::unreachable(&error))?;
    if response.status().is_success() { Ok(response) } else { Err(Problem::read(response).await) }
}
