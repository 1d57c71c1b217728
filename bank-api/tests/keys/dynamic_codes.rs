//! Codes that lead to a charge of another bank: fetched where the hub says, and nowhere else.

use crate::{
    codes::{decode, is},
    faulty_hub::FaultyHub,
    rest::{bank, register},
    samples::*,
    store_under_test::on_database,
};
use axum::{
    Json, Router,
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use pix::{BrCode, DynamicCode, Location, Merchant};
use serde_json::{Value, json};
use tokio::net::TcpListener;

const HOST: &str = "mare.example";
const KEY: &str = "maria@example.com";

fn code(host: &str, token: &str) -> String {
    let location = Location::of_charge(host, token).unwrap();
    BrCode::Dynamic(DynamicCode { location, merchant: Merchant::new("Loja", "Recife") }).encode().unwrap()
}

fn charge(status: &str) -> Value {
    json!({ "status": status, "key": KEY, "txid": "C".repeat(32), "amount_cents": 6490, "description": "Café",
        "expires_at": "2026-11-28T18:00:00Z", "payee": "Somebody" })
}

async fn served(Path(token): Path<String>) -> Response {
    match token.as_str() {
        "elsewhere" => Redirect::temporary("/c/open").into_response(),
        "large" => "x".repeat(65 << 10).into_response(),
        "garbled" => "hello".into_response(),
        "broken" => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        "none" => StatusCode::NOT_FOUND.into_response(),
        status => Json(charge(status)).into_response(),
    }
}

async fn another_bank() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(axum::serve(listener, Router::new().route("/c/{token}", get(served))).into_future());
    url
}

#[tokio::test]
async fn a_code_leads_to_its_charge() {
    on_database(async |pool| {
        let hub = FaultyHub::new(ipe());
        hub.code_host(HOST, another_bank().await);
        hub.code_host("away.example", "http://127.0.0.1:9".into());
        let bank = bank(&pool, &hub).await;
        register(&bank, "email", KEY).await;
        let said = decode(&bank, &code(HOST, "open")).await.body;
        assert_eq!((&said["kind"], &said["amount_cents"]), (&json!("dynamic"), &json!(6490)), "{said}");
        assert_eq!(said["payee"]["name"], "Maria da Silva", "by the directory, whatever the charge says");
        assert_eq!((&said["amount_is_fixed"], &said["description"]), (&json!(true), &json!("Café")));
        assert_eq!(said["expires_at"], "2026-11-28T18:00:00Z");
        assert_eq!(said["code_id"].as_str().unwrap().len(), 36);

        is(&decode(&bank, &code(HOST, "paid")).await, 409, "charge_paid");
        is(&decode(&bank, &code(HOST, "expired")).await, 410, "charge_expired");
        is(&decode(&bank, &code(HOST, "removed")).await, 410, "charge_removed");
        is(&decode(&bank, &code(HOST, "none")).await, 422, "charge_unknown");
        is(&decode(&bank, &code("stranger.example", "open")).await, 422, "not_a_code");
        for token in ["elsewhere", "large", "garbled", "broken", "late"] {
            is(&decode(&bank, &code(HOST, token)).await, 503, "unavailable");
        }
        is(&decode(&bank, &code("away.example", "open")).await, 503, "unavailable");
    })
    .await;
}
