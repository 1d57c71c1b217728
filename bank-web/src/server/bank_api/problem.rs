//! Why `bank-api` did not do something, by the stable last word of the problem's `type`.

use bank_contract::problem;
use reqwest::Response;
use serde_json::{Map, Value};

#[derive(Clone, Debug)]
pub struct Problem {
    pub word: String,
    more: Map<String, Value>,
    /// Seconds.
    pub retry_after: Option<u64>,
}

impl Problem {
    /// The bank could not be asked, or its answer could not be read: whether it did anything is unknown. The log
    /// gets `route` rather than the address, which may hold somebody's key.
    pub fn unreachable(route: &str, error: reqwest::Error) -> Problem {
        tracing::warn!("bank-api gave no answer to {route}: {:?}", error.without_url());
        Problem { word: problem::UNAVAILABLE.to_owned(), more: Map::new(), retry_after: None }
    }

    /// Nobody is logged in.
    pub fn no_session() -> Problem {
        Problem { word: problem::NO_SESSION.to_owned(), more: Map::new(), retry_after: None }
    }

    pub async fn read(response: Response) -> Problem {
        let retry_after = response.headers().get("retry-after");
        let retry_after = retry_after.and_then(|seconds| seconds.to_str().ok()?.parse().ok());
        let more: Map<String, Value> = response.json().await.unwrap_or_default();
        let kind = more.get("type").and_then(Value::as_str).unwrap_or(problem::UNAVAILABLE);
        let word = kind.rsplit(':').next().unwrap_or_default().to_owned();
        Problem { word, more, retry_after }
    }

    pub fn is(&self, word: &str) -> bool {
        self.word == word
    }

    /// The field that is wrong, where one is named.
    pub fn field(&self) -> &str {
        self.text("field")
    }

    pub fn text(&self, name: &str) -> &str {
        self.more.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// A list of texts.
    pub fn texts(&self, name: &str) -> Vec<String> {
        let list = self.more.get(name).and_then(Value::as_array).into_iter().flatten();
        list.filter_map(Value::as_str).map(str::to_owned).collect()
    }

    pub fn number(&self, name: &str) -> i64 {
        self.more.get(name).and_then(Value::as_i64).unwrap_or_default()
    }

    /// The bank that holds a key which is taken.
    pub fn holder(&self) -> Option<&str> {
        self.more.get("holder")?.get("name")?.as_str()
    }
}
