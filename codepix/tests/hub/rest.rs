//! The use cases over HTTP, and every error as a problem.

use crate::{
    http::{call, get, send},
    samples::*,
    test_hub::TestHub,
};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use codepix::{adapters::memory::MemoryTransfers, application::TransferStore as _};
use serde_json::{Value, json};
use uuid::Uuid;

fn new_key(request: u128) -> Value {
    json!({
        "request_id": Uuid::from_u128(request), "kind": "email", "key": "maria@example.com", "branch": "1",
        "account": "88", "owner_name": "Maria", "owner_tax_id": PERSON,
    })
}

#[tokio::test]
async fn a_key_is_registered_found_listed_and_removed() {
    let hub = TestHub::start().await;
    let new = call(&hub, Method::POST, "/keys", MARE_TOKEN, Some(new_key(1))).await;
    assert_eq!(new.status, StatusCode::CREATED);
    let expected = json!({
        "kind": "email", "key": "maria@example.com", "entry_id": Uuid::from_u128(1),
        "bank": { "code": "002", "ispb": "20000002", "name": "Banco Maré" }, "branch": "1", "account": "88",
        "name": "Maria", "tax_id_masked": "***.982.247-**", "created_at": at(0).to_string(),
    });
    assert_eq!(new.body, expected);
    let again = call(&hub, Method::POST, "/keys", MARE_TOKEN, Some(new_key(1))).await;
    assert_eq!((again.status, &again.body), (StatusCode::CREATED, &expected));

    assert_eq!(get(&hub, "/keys/MARIA%40example.com", IPE_TOKEN).await.body, expected);
    assert_eq!(get(&hub, "/keys", MARE_TOKEN).await.body, json!({ "keys": [expected], "next_after": null }));
    assert_eq!(get(&hub, "/keys", IPE_TOKEN).await.body, json!({ "keys": [], "next_after": null }));

    let taken = call(&hub, Method::POST, "/keys", IPE_TOKEN, Some(new_key(2))).await;
    assert_eq!((taken.status, taken.problem()), (StatusCode::CONFLICT, "taken"));
    assert_eq!(taken.body["holder"]["name"], "Banco Maré");

    let path = format!("/keys/maria@example.com?entry_id={}", Uuid::from_u128(1));
    let foreign = call(&hub, Method::DELETE, &path, IPE_TOKEN, None).await;
    assert_eq!((foreign.status, foreign.problem()), (StatusCode::FORBIDDEN, "not_yours"));
    for _ in 0..2 {
        let removed = call(&hub, Method::DELETE, &path, MARE_TOKEN, None).await;
        assert_eq!(removed.status, StatusCode::NO_CONTENT);
    }
    let gone = get(&hub, "/keys/maria@example.com", IPE_TOKEN).await;
    assert_eq!((gone.status, gone.problem()), (StatusCode::NOT_FOUND, "not_found"));
    let late = call(&hub, Method::POST, "/keys", MARE_TOKEN, Some(new_key(1))).await;
    assert_eq!((late.status, late.problem()), (StatusCode::CONFLICT, "removed"));
}

#[tokio::test]
async fn a_phone_key_in_a_path_keeps_its_plus() {
    let hub = TestHub::start().await;
    let mut phone = new_key(1);
    phone["kind"] = "phone".into();
    phone["key"] = "(11) 98765-4321".into();
    let new = call(&hub, Method::POST, "/keys", MARE_TOKEN, Some(phone)).await;
    assert_eq!(new.body["key"], "+5511987654321");
    for path in ["/keys/+5511987654321", "/keys/%2B5511987654321"] {
        assert_eq!(get(&hub, path, IPE_TOKEN).await.body, new.body);
    }
}

#[tokio::test]
async fn a_transfer_is_shown_with_its_times_to_its_two_banks() {
    let store = MemoryTransfers::default();
    store
        .commit(&[change(pending(1)), change(confirmed(1)), change(completed(1)), change(pending(2))])
        .await
        .unwrap();
    let hub = TestHub::with_transfers(&store).await;
    let path = format!("/transfers/{}", id(&ipe(), 1));
    let shown = get(&hub, &path, MARE_TOKEN).await;
    let expected = json!({
        "end_to_end_id": id(&ipe(), 1), "status": "completed", "reason": null, "amount_cents": 1050,
        "key": "maria@example.com", "description": "almoço 🍛", "origin_ispb": "10000001",
        "destination_ispb": "20000002", "timeline": [
            { "status": "pending", "at": at(0).to_string() },
            { "status": "confirmed", "at": at(1).to_string() },
            { "status": "completed", "at": at(2).to_string() },
        ],
    });
    assert_eq!((shown.status, &shown.body), (StatusCode::OK, &expected));
    let page = get(&hub, "/transfers?limit=1", IPE_TOKEN).await.body;
    assert_eq!(page["transfers"][0]["end_to_end_id"], json!(id(&ipe(), 2)));
    let next = format!("/transfers?before={}", page["next_before"].as_str().unwrap());
    assert_eq!(
        get(&hub, &next, IPE_TOKEN).await.body,
        json!({ "transfers": [expected], "next_before": null })
    );
    let completed = get(&hub, "/transfers?status=completed", IPE_TOKEN).await.body;
    assert_eq!(completed["transfers"].as_array().unwrap().len(), 1);
    let unknown = get(&hub, &format!("/transfers/{}", id(&ipe(), 9)), IPE_TOKEN).await;
    assert_eq!((unknown.status, unknown.problem()), (StatusCode::NOT_FOUND, "not_found"));
}

#[tokio::test]
async fn every_error_is_a_problem_of_a_stable_type() {
    let hub = TestHub::start().await;
    let raw = |path: &str, kind: &str, body: &str| {
        let request = Request::post(path).header(header::AUTHORIZATION, format!("Bearer {MARE_TOKEN}"));
        request.header(header::CONTENT_TYPE, kind).body(Body::from(body.to_owned())).unwrap()
    };
    let bearer = |path: &str, token: &str| {
        let request = Request::get(path).header(header::AUTHORIZATION, format!("Bearer {token}"));
        request.body(Body::empty()).unwrap()
    };
    let plain =
        |method: &str, path: &str| Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
    let incomplete = json!({ "request_id": "1", "kind": "email" }).to_string();
    let mut short = new_key(1);
    short["branch"] = "12345".into();
    let cases = [
        (plain("GET", "/nothing"), 404, "no_route"),
        (plain("PATCH", "/keys"), 405, "no_method"),
        (plain("GET", "/keys"), 401, "unauthenticated"),
        (bearer("/keys", "token-of-nobody-at-all"), 401, "unauthenticated"),
        (bearer("/keys", ADMIN_TOKEN), 403, "forbidden"),
        (bearer("/participants", MARE_TOKEN), 403, "forbidden"),
        (bearer("/dead-letters", "token-of-nobody-at-all"), 401, "unauthenticated"),
        (bearer("/dead-letters?after=-1", MARE_TOKEN), 422, "invalid_field"),
        (bearer("/keys?limit=x", MARE_TOKEN), 400, "malformed"),
        (bearer("/keys?limit=1001", MARE_TOKEN), 422, "invalid_field"),
        (bearer("/keys/nonsense", MARE_TOKEN), 422, "invalid_field"),
        (bearer("/keys/%ff", MARE_TOKEN), 400, "malformed"),
        (bearer("/transfers/E1", MARE_TOKEN), 422, "invalid_field"),
        (bearer("/transfers?status=lost", MARE_TOKEN), 400, "malformed"),
        (raw("/keys", "application/json", "{"), 400, "malformed"),
        (raw("/keys", "application/json", &incomplete), 400, "malformed"),
        (raw("/keys", "application/json", &short.to_string()), 422, "invalid_field"),
        (raw("/keys", "text/plain", &new_key(1).to_string()), 415, "not_json"),
        (raw("/keys", "application/json", &"x".repeat(1 << 20)), 413, "too_large"),
    ];
    for (request, status, word) in cases {
        let what = format!("{} {}", request.method(), request.uri());
        let answer = send(&hub, request).await;
        assert_eq!((answer.status.as_u16(), answer.problem()), (status, word), "{what}: {}", answer.body);
    }
}

#[tokio::test]
async fn the_administration_adds_banks_and_takes_their_tokens_away() {
    let hub = TestHub::start().await;
    let bank = json!({ "ispb": "30000003", "name": "Banco Três", "token": "token-of-banco-tres-003" });
    let put = call(&hub, Method::PUT, "/participants/003", ADMIN_TOKEN, Some(bank)).await;
    assert_eq!(put.body, json!({ "code": "003", "ispb": "30000003", "name": "Banco Três" }));
    assert_eq!(
        get(&hub, "/participants", ADMIN_TOKEN).await.body["participants"].as_array().unwrap().len(),
        3
    );
    let clash = json!({ "ispb": "40000004", "name": "Banco Três", "token": "token-of-banco-tres-003" });
    let clash = call(&hub, Method::PUT, "/participants/003", ADMIN_TOKEN, Some(clash)).await;
    assert_eq!((clash.status, clash.problem()), (StatusCode::CONFLICT, "clash"));

    let revoke = async |code: &str, token| {
        call(&hub, Method::DELETE, &format!("/participants/{code}"), token, None).await
    };
    assert_eq!(revoke("003", IPE_TOKEN).await.problem(), "forbidden");
    assert_eq!(revoke("009", ADMIN_TOKEN).await.problem(), "not_found");
    assert_eq!(revoke("x", ADMIN_TOKEN).await.problem(), "invalid_field");
    assert_eq!(revoke("003", ADMIN_TOKEN).await.status, StatusCode::NO_CONTENT);
    let listed = get(&hub, "/participants", ADMIN_TOKEN).await.body;
    let expected = json!({ "code": "003", "ispb": "30000003", "name": "Banco Três", "revoked": true });
    assert_eq!(
        (&listed["participants"][2], &listed["participants"][0]["revoked"]),
        (&expected, &json!(false))
    );
    assert_eq!(get(&hub, "/keys", "token-of-banco-tres-003").await.problem(), "unauthenticated");
}
