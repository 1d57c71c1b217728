//! Who does not answer at present, in the words of the audience.

use crate::audit::cli::Places;
use banks::Banks;
use serde_json::Value;
use std::time::Duration;

/// The hub's, on loopback.
const HUB_PORT: u16 = 8000;
/// Who takes longer does not answer.
const ANSWER_MAX: Duration = Duration::from_millis(1500);

/// Asks every service how it is.
#[derive(Clone)]
pub struct Health {
    http: reqwest::Client,
    /// What it is called, and where it says how it is.
    services: Vec<(String, String)>,
}

impl Health {
    /// # Errors
    /// When no HTTP client can be made.
    pub fn new(banks: &Banks, places: &Places) -> anyhow::Result<Self> {
        let readyz = |port: u16| format!("http://127.0.0.1:{port}/readyz");
        let mut services = vec![("the hub".to_owned(), readyz(HUB_PORT + places.port_shift))];
        services.extend(banks.banks.iter().map(|bank| (bank.name.clone(), readyz(bank.api_port))));
        let pages = |bank: &banks::Bank| (format!("the pages of {}", bank.name), readyz(bank.web_port));
        services.extend(banks.banks.iter().map(pages));
        let http = reqwest::Client::builder().timeout(ANSWER_MAX).build()?;
        Ok(Self { http, services })
    }

    /// Who does not answer; Kafka when all who depend on it and answer miss it: one alone may have just started.
    pub async fn away(&self) -> Vec<String> {
        let answers = self.services.iter().map(|(_, url)| self.ask(url));
        let answers = futures::future::join_all(answers).await;
        let kafka: Vec<_> = answers.iter().flatten().filter_map(|report| report["kafka"].as_str()).collect();
        let misses_kafka = !kafka.is_empty() && kafka.iter().all(|state| *state == "down");
        let silent = self.services.iter().zip(&answers).filter(|(_, answer)| answer.is_none());
        let silent = silent.map(|((name, _), _)| name.clone());
        silent.chain(misses_kafka.then(|| "Kafka".to_owned())).collect()
    }

    /// What it says of itself; None for silence. Pages say it in plain words.
    async fn ask(&self, url: &str) -> Option<Value> {
        let text = self.http.get(url).send().await.ok()?.text().await.ok()?;
        Some(serde_json::from_str(&text).unwrap_or(Value::Null))
    }
}
