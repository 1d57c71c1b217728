//! Keys over HTTP: what a customer's program sees.

use crate::{
    faulty_hub::{Fate, FaultyHub},
    samples::*,
    store_under_test::on_database,
};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, Response, StatusCode},
};
use bank_api::{
    Ports, Setup,
    adapters::{
        postgres,
        rest::{self, Rest},
    },
    application::{ReceiptAddresses, token_hash},
    assemble,
    domain::LookupLimits,
};
use codepix_proto::topic;
use outbox::memory::MemoryBroker;
use pix::Cents;
use serde_json::{Value, json};
use service::Readiness;
use sqlx::PgPool;
use std::sync::Arc;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

const TOKEN: &str = "the-token-of-marias-session";

/// The bank's routes over a database and a hub; Maria is logged in.
pub async fn bank(pool: &PgPool, hub: &FaultyHub) -> Router {
    let stores = postgres::stores(pool);
    stores.sessions.start(&token_hash(TOKEN), MARIA, 1).await.unwrap();
    let delivery = MemoryBroker::default().ports("bank-001", &topic::to_bank(ipe().code));
    let setup = Setup {
        bank: ipe(),
        pin_digest: Arc::new(|_, _| [0; 32]),
        receipts: ReceiptAddresses { pages_url: "http://pages".into(), seal: Arc::new(|_| [7; 32]) },
        opening_balance: Cents::ZERO,
        openings_per_network: 1,
        session_hours: 1,
        lookup_limits: LookupLimits::default(),
        codes: bank_api::application::CodeMaker { city: "SAO PAULO".into(), host: "ipe.example".into() },
    };
    rest::router(Rest {
        app: assemble(Ports::over(stores, Arc::new(hub.clone()), delivery), setup).app,
        trusted_proxies: Arc::default(),
        metrics: telemetry::Metrics::new(None),
        ready: watch::channel(Readiness::default()).1,
        hub_is_up: watch::channel(false).1,
        stop: CancellationToken::new(),
    })
}

pub struct Answer {
    pub status: StatusCode,
    pub retry_after: Option<String>,
    pub body: Value,
}

pub async fn ask(bank: &Router, method: &str, path: &str, body: Option<Value>) -> Answer {
    let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
    call(bank, (method, path, "application/json"), body).await
}

/// Has a picture read.
pub async fn read(bank: &Router, picture: Vec<u8>) -> Answer {
    call(bank, ("POST", "/codes/read", "image/png"), Body::from(picture)).await
}

async fn call(bank: &Router, (method, path, kind): (&str, &str, &str), body: Body) -> Answer {
    let request =
        Request::builder().method(method).uri(path).header("authorization", format!("Bearer {TOKEN}"));
    let request = request.header("content-type", kind).body(body);
    let answer: Response<Body> = bank.clone().oneshot(request.unwrap()).await.unwrap();
    let status = answer.status();
    let retry_after = answer.headers().get("retry-after").map(|value| value.to_str().unwrap().to_owned());
    let bytes = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    let body = if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes).unwrap() };
    Answer { status, retry_after, body }
}

pub async fn register(bank: &Router, kind: &str, key: &str) -> Answer {
    ask(bank, "POST", "/accounts/me/pix-keys", Some(json!({ "kind": kind, "key": key }))).await
}

#[tokio::test]
async fn keys_over_http() {
    on_database(async |pool| {
        let hub = FaultyHub::new(ipe());
        let bank = bank(&pool, &hub).await;
        registered_listed_found_and_removed(&bank).await;
        what_the_hub_leaves_open(&bank, &hub).await;
        what_is_refused(&bank).await;
        five_misses(&bank).await;
    })
    .await;
}

/// Keys in paths are percent-encoded, and people write them in many ways.
async fn registered_listed_found_and_removed(bank: &Router) {
    for (kind, written, key, path) in [
        ("cpf", "529.982.247-25", MARIA_CPF, "52998224725"),
        ("phone", "(11) 98765-4321", "+5511987654321", "%2B5511987654321"),
        ("email", "Maria+pix/a@Example.com", "maria+pix/a@example.com", "maria%2Bpix%2Fa%40example.com"),
    ] {
        let made = register(bank, kind, written).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        assert_eq!((&made.body["kind"], &made.body["key"]), (&json!(kind), &json!(key)));
        assert_eq!(made.body["status"], "active");
        assert!(made.body["created_at"].as_str().unwrap().ends_with('Z'));

        let found = ask(bank, "GET", &format!("/pix-keys/{path}"), None).await;
        assert_eq!(found.status, StatusCode::OK, "{}", found.body);
        let mut payee = found.body;
        let entry_id = payee.as_object_mut().unwrap().remove("entry_id").unwrap();
        assert_eq!(entry_id.as_str().unwrap().len(), 36);
        let bank = json!({ "code": "001", "ispb": "10000001", "name": "Banco Ipê" });
        let expected = json!({ "kind": kind, "key": key, "name": "Maria da Silva",
            "tax_id_masked": "***.982.247-**", "bank": bank });
        assert_eq!(payee, expected);
    }
    let listed = ask(bank, "GET", "/accounts/me/pix-keys", None).await.body;
    assert_eq!(listed.as_array().unwrap().len(), 3);
    let again = register(bank, "cpf", MARIA_CPF).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert_eq!(again.body["type"], "urn:codepix:problem:yours_already");
    for path in ["52998224725", "+5511987654321", "maria%2Bpix%2Fa%40example.com"] {
        let path = format!("/accounts/me/pix-keys/{path}");
        assert_eq!(ask(bank, "DELETE", &path, None).await.status, StatusCode::NO_CONTENT);
        assert_eq!(ask(bank, "DELETE", &path, None).await.status, StatusCode::NOT_FOUND);
    }
}

async fn what_the_hub_leaves_open(bank: &Router, hub: &FaultyHub) {
    let away = |answer: Answer| {
        assert_eq!((answer.status, answer.retry_after.is_some()), (StatusCode::SERVICE_UNAVAILABLE, true));
        assert!(
            answer.body["detail"].as_str().unwrap().contains("not available; try again"),
            "{}",
            answer.body
        );
    };
    hub.fates([Fate::NotReached, Fate::NotReached, Fate::AnswerLost]);
    away(register(bank, "email", "m@example.com").await);
    away(ask(bank, "GET", "/pix-keys/m%40example.com", None).await);
    let waits = register(bank, "random", "").await;
    assert_eq!((waits.status, &waits.body["status"]), (StatusCode::ACCEPTED, &json!("registering")));
    assert_eq!(waits.body["key"], Value::Null);
    let drawn = ask(bank, "POST", "/accounts/me/pix-keys", Some(json!({ "kind": "random" }))).await;
    assert_eq!(drawn.status, StatusCode::CREATED);

    let path = format!("/accounts/me/pix-keys/{}", drawn.body["key"].as_str().unwrap());
    hub.fates([Fate::NotReached, Fate::RequestLost]);
    away(ask(bank, "DELETE", &path, None).await);
    let waits = ask(bank, "DELETE", &path, None).await;
    assert_eq!((waits.status, &waits.body["status"]), (StatusCode::ACCEPTED, &json!("removing")));
    assert_eq!(ask(bank, "DELETE", &path, None).await.status, StatusCode::NO_CONTENT);
}

async fn what_is_refused(bank: &Router) {
    for (kind, key, status, word) in [
        ("cpf", "52998224724", 422, "invalid_field"),
        ("cpf", JOAO_CPF, 422, "not_the_holders"),
        ("evp", "", 422, "invalid_field"),
        ("random", "123e4567-e89b-42d3-a456-426614174000", 422, "invalid_field"),
        ("phone", "", 422, "invalid_field"),
    ] {
        let refused = register(bank, kind, key).await;
        assert_eq!(refused.status.as_u16(), status, "{kind} {key}: {}", refused.body);
        assert_eq!(refused.body["type"], format!("urn:codepix:problem:{word}"));
    }
    let landline = register(bank, "phone", "+551133334444").await;
    assert_eq!(landline.body["field"], "key");
    assert!(landline.body["detail"].as_str().unwrap().contains("is a mobile number"), "{}", landline.body);
    // Eleven bare digits are a CPF, never a phone.
    for path in ["/pix-keys/11987654321", "/pix-keys/%25", "/pix-keys/%FF"] {
        assert!(ask(bank, "GET", path, None).await.status.is_client_error(), "{path}");
    }
    assert_eq!(ask(bank, "GET", "/accounts/me/pix-keys", None).await.body, json!([]));
}

async fn five_misses(bank: &Router) {
    let mut statuses = Vec::new();
    for _ in 0..6 {
        let answer = ask(bank, "GET", "/pix-keys/nobody%40example.com", None).await;
        assert_eq!(answer.retry_after.is_some(), answer.status == StatusCode::TOO_MANY_REQUESTS);
        statuses.push(answer.status.as_u16());
    }
    // Three hits before took three tokens of the hundred.
    assert_eq!(statuses, [404, 404, 404, 404, 404, 429]);
}
