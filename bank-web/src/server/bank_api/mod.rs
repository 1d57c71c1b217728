//! `bank-api` as the pages use it: one typed method per request. Whatever is not a success is a [`Problem`].

mod problem;
mod readiness;

pub use problem::Problem;
pub use readiness::Readiness;

use std::{
    net::{IpAddr, Ipv4Addr},
    time::Duration,
};

use axum::body::Bytes;
use bank_contract::{
    AcceptedJson, AccountJson, ChargeJson, ChargeRequestJson, ChargesJson, CodeJson, CodeRequest, KeyBody,
    KeyJson, LoginRequest, OpenRequest, PayeeJson, ReceiptJson, SendRequest, SessionJson, StatementJson,
    TransferJson,
};
use pix::KeyKind;
use reqwest::{Client, Method, RequestBuilder, Response, Url};
use serde::{Serialize, de::DeserializeOwned};

use crate::format::url_encoded;

/// `bank-api` gives up on a request after ten seconds; we wait a little longer.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(12);
/// A stream of events carries a heartbeat every ten seconds.
const SILENCE_TIMEOUT: Duration = Duration::from_secs(40);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
/// Our own address on loopback, where everybody else has 127.0.0.1: bank-api trusts the `X-Forwarded-For` of this one. Linux
/// alone has the whole of 127.0.0.0/8 there.
const ON_LOOPBACK: Option<IpAddr> =
    if cfg!(target_os = "linux") { Some(IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2))) } else { None };

/// Of a session: which account is meant.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Token(pub String);

/// The bank's REST interface.
#[derive(Clone)]
pub struct BankApi {
    http: Client,
    url: String,
}

impl BankApi {
    /// `url` has no slash at its end.
    pub fn new(url: &str) -> anyhow::Result<BankApi> {
        let loopback = matches!(Url::parse(url)?.host_str(), Some("localhost" | "127.0.0.1"));
        let http = Client::builder()
            .local_address(ON_LOOPBACK.filter(|_| loopback))
            .connect_timeout(CONNECT_TIMEOUT)
            .read_timeout(SILENCE_TIMEOUT)
            .build()?;
        Ok(BankApi { http, url: url.to_owned() })
    }

    /// `forwarded_for` is the `X-Forwarded-For` of whoever asks; empty, where that is ourselves.
    pub async fn open_account(
        &self,
        account: &OpenRequest,
        forwarded_for: &str,
    ) -> Result<AccountJson, Problem> {
        let request = self.request(Method::POST, "/accounts", "").header("x-forwarded-for", forwarded_for);
        send_and_read(request.json(account)).await
    }

    /// `forwarded_for` as for [`Self::open_account`]. The session that this browser had until now, `former`, ends with
    /// a log-in that succeeds.
    pub async fn log_in(
        &self,
        login: &str,
        password: &str,
        forwarded_for: &str,
        former: Option<&Token>,
    ) -> Result<SessionJson, Problem> {
        let body = LoginRequest { login: login.to_owned(), password: password.to_owned() };
        let request =
            self.request(Method::POST, "/sessions", "").header("x-forwarded-for", forwarded_for).json(&body);
        send_and_read(match former {
            Some(former) => request.of(former),
            None => request,
        })
        .await
    }

    pub async fn log_out(&self, token: &Token) -> Result<(), Problem> {
        send(self.request(Method::DELETE, "/sessions/current", "").of(token)).await.map(drop)
    }

    pub async fn me(&self, token: &Token) -> Result<AccountJson, Problem> {
        self.get("/accounts/me", "", token).await
    }

    /// `query` as the interface has it, without its question mark.
    pub async fn statement(&self, token: &Token, query: &str) -> Result<StatementJson, Problem> {
        self.get("/accounts/me/statement?", query, token).await
    }

    pub async fn keys(&self, token: &Token) -> Result<Vec<KeyJson>, Problem> {
        self.get("/accounts/me/pix-keys", "", token).await
    }

    /// `key` is None for a random key.
    pub async fn register_key(
        &self,
        token: &Token,
        kind: KeyKind,
        key: Option<&str>,
    ) -> Result<KeyJson, Problem> {
        let body = KeyBody { kind: kind.as_str().to_owned(), key: key.map(str::to_owned) };
        send_and_read(self.request(Method::POST, "/accounts/me/pix-keys", "").of(token).json(&body)).await
    }

    pub async fn remove_key(&self, token: &Token, key: &str) -> Result<(), Problem> {
        let request = self.request(Method::DELETE, "/accounts/me/pix-keys/", &url_encoded(key));
        send(request.of(token)).await.map(drop)
    }

    pub async fn look_up(&self, token: &Token, key: &str) -> Result<PayeeJson, Problem> {
        self.get("/pix-keys/", &url_encoded(key), token).await
    }

    /// What a copied code says, and whom it pays.
    pub async fn decode(&self, token: &Token, code: &str) -> Result<CodeJson, Problem> {
        let body = CodeRequest { code: code.to_owned() };
        send_and_read(self.request(Method::POST, "/codes/decode", "").of(token).json(&body)).await
    }

    /// The same of the code on a photo.
    pub async fn read_code(&self, token: &Token, photo: Bytes) -> Result<CodeJson, Problem> {
        let ApiRequest { route, http } = self.request(Method::POST, "/codes/read", "").of(token);
        let http = http.header("content-type", "application/octet-stream").body(photo);
        send_and_read(ApiRequest { route, http }).await
    }

    /// The same wish with the same key makes one charge.
    pub async fn make_charge(
        &self,
        token: &Token,
        wish: &ChargeRequestJson,
        idempotency_key: &str,
    ) -> Result<ChargeJson, Problem> {
        let request = self.request(Method::POST, "/charges", "").of(token).json(wish);
        send_and_read(request.header("idempotency-key", idempotency_key)).await
    }

    pub async fn charge(&self, token: &Token, txid: &str) -> Result<ChargeJson, Problem> {
        self.get("/charges/", &url_encoded(txid), token).await
    }

    /// The newest; all where `status` is empty.
    pub async fn charges(&self, token: &Token, status: &str) -> Result<ChargesJson, Problem> {
        let query = if status.is_empty() { String::new() } else { format!("status={status}") };
        self.get("/charges?", &query, token).await
    }

    pub async fn remove_charge(&self, token: &Token, txid: &str) -> Result<(), Problem> {
        let request = self.request(Method::DELETE, "/charges/", &url_encoded(txid));
        send(request.of(token)).await.map(drop)
    }

    /// The id of the accepted transfer.
    pub async fn send(
        &self,
        token: &Token,
        pix: &SendRequest,
        idempotency_key: &str,
    ) -> Result<String, Problem> {
        let request = self.request(Method::POST, "/transfers", "").of(token).json(pix);
        let accepted: AcceptedJson =
            send_and_read(request.header("idempotency-key", idempotency_key)).await?;
        Ok(accepted.end_to_end_id)
    }

    pub async fn transfer(&self, token: &Token, end_to_end_id: &str) -> Result<TransferJson, Problem> {
        self.get("/transfers/", &url_encoded(end_to_end_id), token).await
    }

    /// What anybody may know of the payment whose receipt it is; `receipt` is what follows `/r/` in its address.
    pub async fn receipt(&self, receipt: &str, forwarded_for: &str) -> Result<ReceiptJson, Problem> {
        let request = self.request(Method::GET, "/receipts/", &url_encoded(receipt));
        send_and_read(request.header("x-forwarded-for", forwarded_for)).await
    }

    /// The transfer that was ordered with this idempotency key.
    pub async fn transfer_of_order(
        &self,
        token: &Token,
        idempotency_key: &str,
    ) -> Result<TransferJson, Problem> {
        self.get("/idempotency-keys/", &url_encoded(idempotency_key), token).await
    }

    /// How the services are that the bank depends on; counted as up when the bank cannot say.
    pub async fn readiness(&self) -> Readiness {
        send_and_read(self.request(Method::GET, "/readyz", "")).await.unwrap_or_default()
    }

    /// The account's events, as they come.
    pub async fn events(&self, token: &Token, last_id: Option<&str>) -> Result<Response, Problem> {
        let route = "/accounts/me/events";
        let http = self.http.get(format!("{}{route}", self.url));
        let request = ApiRequest { route, http }.of(token);
        send(match last_id {
            Some(id) => request.header("last-event-id", id),
            None => request,
        })
        .await
    }

    async fn get<T: DeserializeOwned>(
        &self,
        route: &'static str,
        rest: &str,
        token: &Token,
    ) -> Result<T, Problem> {
        send_and_read(self.request(Method::GET, route, rest).of(token)).await
    }

    /// `rest` is the part of the address that may hold personal data, and is not logged.
    fn request(&self, method: Method, route: &'static str, rest: &str) -> ApiRequest {
        ApiRequest {
            route,
            http: self.http.request(method, format!("{}{route}{rest}", self.url)).timeout(REQUEST_TIMEOUT),
        }
    }
}

/// A request, and the part of its address that may be logged.
struct ApiRequest {
    route: &'static str,
    http: RequestBuilder,
}

impl ApiRequest {
    fn of(self, token: &Token) -> ApiRequest {
        ApiRequest { http: self.http.bearer_auth(&token.0), ..self }
    }

    fn header(self, name: &str, value: &str) -> ApiRequest {
        ApiRequest { http: self.http.header(name, value), ..self }
    }

    fn json(self, body: &impl Serialize) -> ApiRequest {
        ApiRequest { http: self.http.json(body), ..self }
    }
}

async fn send_and_read<T: DeserializeOwned>(request: ApiRequest) -> Result<T, Problem> {
    let route = request.route;
    send(request).await?.json().await.map_err(|error| Problem::unreachable(route, error))
}

async fn send(ApiRequest { route, http }: ApiRequest) -> Result<Response, Problem> {
    let response = http.send().await.map_err(|error| Problem::unreachable(route, error))?;
    if response.status().is_success() { Ok(response) } else { Err(Problem::read(response).await) }
}
