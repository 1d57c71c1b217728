//! A customer of one of the banks, by its REST interface.

use bank_contract::{AcceptedJson, KeyJson, OpenRequest, SendRequest, SessionJson, StatusJson, TransferJson};
use reqwest::{Client, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// As long as everything may take: the promise says 30 s after the last plug is back.
pub const HEALED: Duration = Duration::from_secs(30);

pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(seen) = look().await {
            return seen;
        }
        assert!(began.elapsed() < HEALED, "not {what} within {HEALED:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// A customer who is logged in.
pub struct Customer {
    client: Client,
    bank: String,
    token: String,
}

impl Customer {
    pub async fn open(bank: String, name: &str, tax_id: &str) -> Self {
        let client = Client::builder().no_proxy().timeout(Duration::from_secs(5)).build().unwrap();
        let email = format!("{}@example.com", name.to_lowercase());
        let password = "correct horse".to_owned();
        let opening = OpenRequest {
            name: name.into(),
            tax_id: tax_id.into(),
            email: email.clone(),
            password: password.clone(),
            pin: "1234".into(),
        };
        let opened = client.post(format!("{bank}/accounts")).json(&opening).send().await.unwrap();
        assert_eq!(opened.status(), StatusCode::CREATED);
        let login = json!({ "login": email, "password": password });
        let session = client.post(format!("{bank}/sessions")).json(&login).send().await.unwrap();
        let SessionJson { token, .. } = session.json().await.unwrap();
        Self { client, bank, token }
    }

    fn asks(&self, request: RequestBuilder) -> RequestBuilder {
        request.bearer_auth(&self.token)
    }

    pub async fn register_random_key(&self) -> String {
        let request = self.client.post(format!("{}/accounts/me/pix-keys", self.bank));
        let registered = self.asks(request).json(&json!({ "kind": "random" })).send().await.unwrap();
        registered.json::<KeyJson>().await.unwrap().key.unwrap()
    }

    /// Orders until the bank has accepted, as whoever has no answer does: with the same key each time.
    pub async fn send(&self, to: &str, amount_cents: i64, order: &str) -> String {
        let body = || SendRequest {
            key: Some(to.into()),
            amount_cents: Some(amount_cents),
            pin: "1234".into(),
            ..SendRequest::default()
        };
        until("accepted", async || {
            let request =
                self.client.post(format!("{}/transfers", self.bank)).header("idempotency-key", order);
            let answer = self.asks(request).json(&body()).send().await.ok()?;
            let accepted = answer.error_for_status().ok()?.json::<AcceptedJson>().await.ok()?;
            Some(accepted.end_to_end_id)
        })
        .await
    }

    pub async fn until_completed(&self, id: &str) {
        until("completed", async || {
            let request = self.client.get(format!("{}/transfers/{id}", self.bank));
            let transfer = self.asks(request).send().await.ok()?.json::<TransferJson>().await.ok()?;
            (transfer.status == StatusJson::Completed).then_some(())
        })
        .await;
    }

    pub async fn balance(&self) -> i64 {
        let request = self.client.get(format!("{}/accounts/me", self.bank));
        let account: Value = self.asks(request).send().await.unwrap().json().await.unwrap();
        account["balance_cents"].as_i64().unwrap()
    }
}
