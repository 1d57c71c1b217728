//! The system in one process, through its doors: a Pix arrives, whichever plug was pulled meanwhile, and the money adds up.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use bank_contract::{AcceptedJson, KeyJson, OpenRequest, SendRequest, SessionJson, StatusJson, TransferJson};
use codepix_demo::{System, console};
use reqwest::{Client, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use std::{
    path::Path,
    time::{Duration, Instant},
};

/// As long as everything may take: the promise says 30 s after the last plug is back.
const HEALED: Duration = Duration::from_secs(30);

async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
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
struct Customer {
    client: Client,
    bank: String,
    token: String,
}

impl Customer {
    async fn open(bank: String, name: &str, tax_id: &str) -> Self {
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

    async fn register_random_key(&self) -> String {
        let request = self.client.post(format!("{}/accounts/me/pix-keys", self.bank));
        let registered = self.asks(request).json(&json!({ "kind": "random" })).send().await.unwrap();
        registered.json::<KeyJson>().await.unwrap().key.unwrap()
    }

    /// Orders until the bank has accepted, as whoever has no answer does: with the same key each time.
    async fn send(&self, to: &str, amount_cents: i64, order: &str) -> String {
        let body = || SendRequest {
            key: to.into(),
            amount_cents,
            description: None,
            entry_id: None,
            pin: "1234".into(),
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

    async fn until_completed(&self, id: &str) {
        until("completed", async || {
            let request = self.client.get(format!("{}/transfers/{id}", self.bank));
            let transfer = self.asks(request).send().await.ok()?.json::<TransferJson>().await.ok()?;
            (transfer.status == StatusJson::Completed).then_some(())
        })
        .await;
    }

    async fn balance(&self) -> i64 {
        let request = self.client.get(format!("{}/accounts/me", self.bank));
        let account: Value = self.asks(request).send().await.unwrap().json().await.unwrap();
        account["balance_cents"].as_i64().unwrap()
    }
}

#[tokio::test]
async fn a_pix_arrives_whichever_plug_was_pulled_meanwhile_and_the_money_adds_up() {
    let mut system = System::new(None, Path::new("/nowhere")).unwrap();
    system.start_all(HEALED).await.unwrap();
    let url = |at: usize| format!("http://127.0.0.1:{}", system.places.banks.banks[at].api_port);
    let (ipe, mare) = (url(0), url(1));
    let ana = Customer::open(ipe, "Ana", "52998224725").await;
    let bia = Customer::open(mare, "Bia", "11144477735").await;
    let key = bia.register_random_key().await;
    let had = bia.balance().await;

    let plugs: Vec<_> = system.plugs().map(|(name, _)| name.to_owned()).collect();
    assert_eq!(plugs.len(), 6, "{plugs:?}");
    for plug in &plugs {
        // The one that is answered is on its way when the plug goes, the other is ordered while it is out.
        let before = ana.send(&key, 100, &format!("before-{plug}")).await;
        system.kill(plug).unwrap();
        assert!(system.plugs().any(|(name, is_in)| name == plug && !is_in));
        let order = format!("during-{plug}");
        let during = if plug == "bank-api-001" { None } else { Some(ana.send(&key, 1, &order).await) };
        let proof = system.prove();
        assert!(proof.holds(), "{plug} is out: {proof}");
        system.start(plug).unwrap();
        ana.until_completed(&before).await;
        if let Some(during) = during {
            ana.until_completed(&during).await;
        }
    }
    // What is only in the log is lost with it, and asked for again.
    system.kill("bank-api-002").unwrap();
    let waiting = ana.send(&key, 7, "wiped").await;
    assert_eq!(console::answer(&mut system, "wipe").map(|said| said.contains("Kafka")), Some(true));
    system.start("bank-api-002").unwrap();
    ana.until_completed(&waiting).await;

    assert_eq!(bia.balance().await - had, 6 * 100 + 5 + 7);
    let proof = system.prove();
    assert!(proof.holds() && proof.open == 0, "{proof}");
    assert_eq!(proof.opened, proof.in_accounts);
    system.stop_all();
    assert!(system.plugs().all(|(name, is_in)| is_in == (name == "kafka")));
}

#[tokio::test]
async fn whoever_mistypes_is_told_what_there_is() {
    let mut system = System::new(None, Path::new("/nowhere")).unwrap();
    let mut said = |line| console::answer(&mut system, line).unwrap();
    assert!(said("kill everything").contains("choose one of codepix, bank-api-001"));
    assert!(said("status").contains("codepix        DOWN"));
    assert!(said("what?").contains("pull a plug"));
    assert!(console::answer(&mut system, "quit").is_none());
}
