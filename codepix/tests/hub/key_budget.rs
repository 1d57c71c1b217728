//! Who registers keys too often is told to come back; others are not held up.

use crate::{
    http::call,
    samples::*,
    test_hub::{TestHub, refusal},
};
use axum::http::{Method, StatusCode};
use codepix::{
    adapters::memory,
    domain::{KeyLimits, Limit},
};
use codepix_proto::v1::{Account, KeyKind, Owner, RegisterKeyRequest};
use serde_json::json;
use tonic::{Code, Status};
use uuid::Uuid;

/// Two registrations an account, three a bank, and one more a minute.
async fn strict_hub() -> TestHub {
    let limit = |tokens| Limit { tokens, refill_per_minute: 1 };
    TestHub::over(memory::stores(), KeyLimits { bank: limit(3), account: limit(2) }).await
}

async fn register(hub: &TestHub, token: &'static str, request: u128, number: &str) -> Result<(), Status> {
    let wish = RegisterKeyRequest {
        request_id: Uuid::from_u128(request).to_string(),
        kind: KeyKind::Random.into(),
        key: String::new(),
        account: Some(Account { branch: "1".into(), number: number.into() }),
        owner: Some(Owner { name: "Maria".into(), tax_id: PERSON.into() }),
    };
    hub.keys(token).register_key(wish).await.map(drop)
}

#[tokio::test]
async fn an_account_that_registers_too_often_waits_and_another_does_not() {
    let hub = strict_hub().await;
    for request in [1, 2] {
        register(&hub, MARE_TOKEN, request, "88").await.unwrap();
    }
    let told = register(&hub, MARE_TOKEN, 3, "88").await.unwrap_err();
    // No refusal: nothing was decided, and a bank that asks again gets its answer.
    assert_eq!((told.code(), refusal(&told)), (Code::ResourceExhausted, ""));
    let wait: u64 = told.metadata().get("retry-after").unwrap().to_str().unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    register(&hub, MARE_TOKEN, 4, "99").await.expect("another account of the bank");
    let told = register(&hub, MARE_TOKEN, 5, "77").await.unwrap_err();
    assert_eq!(told.code(), Code::ResourceExhausted, "the bank itself registers too often");
    register(&hub, IPE_TOKEN, 6, "88").await.expect("another bank");
}

#[tokio::test]
async fn over_http_it_is_429_with_the_time_to_come_back() {
    let hub = strict_hub().await;
    let wish = |request: u128| {
        json!({
            "request_id": Uuid::from_u128(request), "kind": "random", "branch": "1", "account": "88",
            "owner_name": "Maria", "owner_tax_id": PERSON,
        })
    };
    for request in [1, 2] {
        let new = call(&hub, Method::POST, "/keys", MARE_TOKEN, Some(wish(request))).await;
        assert_eq!(new.status, StatusCode::CREATED);
    }
    let told = call(&hub, Method::POST, "/keys", MARE_TOKEN, Some(wish(3))).await;
    assert_eq!((told.status, told.problem()), (StatusCode::TOO_MANY_REQUESTS, "too_often"));
    let wait: u64 = told.retry_after.as_deref().unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
}
