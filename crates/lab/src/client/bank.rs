//! One bank's REST interface: requests go in as JSON, answers come out as they are, errors too.

use reqwest::{Method, header::HeaderMap};
use serde_json::Value;
use std::time::Duration;

/// A bank that does not answer within this time is a failure of its own.
const ANSWER_MAX: Duration = Duration::from_secs(15);

/// A bank at an address. Cheap to clone.
#[derive(Debug, Clone)]
pub struct BankClient {
    http: reqwest::Client,
    base: String,
}

/// What a bank answered.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    /// Null where there was none, or none that is JSON.
    pub body: Value,
}

impl Answer {
    /// A field of the body as text; empty where there is none.
    pub fn text(&self, field: &str) -> &str {
        self.body[field].as_str().unwrap_or_default()
    }

    /// The last word of a problem's `type`.
    pub fn problem(&self) -> &str {
        self.text("type").rsplit(':').next().unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// This answer, if its status is `status`.
    ///
    /// # Errors
    /// What was answered instead.
    pub fn expect(self, status: u16) -> anyhow::Result<Self> {
        anyhow::ensure!(
            self.status == status,
            "expected {status}, the bank said {}: {}",
            self.status,
            self.body
        );
        Ok(self)
    }
}

impl BankClient {
    /// The bank whose interface listens on a loopback port.
    ///
    /// # Errors
    /// When no HTTP client can be made.
    pub fn new(port: u16) -> anyhow::Result<Self> {
        Self::with_timeout(port, ANSWER_MAX)
    }

    /// As [`BankClient::new`], with a timeout of its own.
    ///
    /// # Errors
    /// When no HTTP client can be made.
    pub fn with_timeout(port: u16, timeout: Duration) -> anyhow::Result<Self> {
        let http = reqwest::Client::builder().timeout(timeout).build()?;
        Ok(Self { http, base: format!("http://127.0.0.1:{port}") })
    }

    /// Asks with an optional session and body.
    ///
    /// # Errors
    /// When there is no answer at all.
    pub async fn ask(
        &self,
        (method, path): (Method, &str),
        token: Option<&str>,
        body: Option<&Value>,
    ) -> anyhow::Result<Answer> {
        let mut request = self.request(method, path);
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        Self::answer(request).await
    }

    /// A request to be completed by the caller, for what no honest customer sends.
    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base))
    }

    /// Sends a request of [`BankClient::request`].
    ///
    /// # Errors
    /// When there is no answer at all.
    pub async fn answer(request: reqwest::RequestBuilder) -> anyhow::Result<Answer> {
        let response = request.send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = serde_json::from_str(&response.text().await?).unwrap_or(Value::Null);
        Ok(Answer { status, headers, body })
    }
}
