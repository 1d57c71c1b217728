//! A bank that answers as `bank-api` would, for one customer with a hundred movements.

use std::collections::HashMap;

use axum::{
    Json, Router,
    extract::{Path, Query},
    http::{StatusCode, header},
    response::IntoResponse,
    routing::get as on_get,
};
use serde_json::{Value, json};

use super::support::{self, Answer, get, post};

/// The newest forty movements are of one day, the others of days before, ten each.
const MOVEMENTS: usize = 100;
const SESSION: &str = "session-001=abc";
pub const KEY: &str = "ana.001@exemplo.com.br";

pub struct Customer {
    pub name: &'static str,
    pub tax_id_masked: &'static str,
}

pub const ANA: Customer = Customer { name: "Ana Lima", tax_id_masked: "***.982.247-**" };
pub const BAKERY: Customer = Customer { name: "Padaria do Sol", tax_id_masked: "11.222.333/0001-81" };

/// The pages of such a bank.
pub async fn pages_of(customer: Customer) -> Router {
    support::pages_of(bank(customer)).await
}

fn bank(customer: Customer) -> Router {
    let me = json!({ "account_id": "100001", "name": customer.name, "tax_id_masked": customer.tax_id_masked,
        "branch": "0001", "email": "ana@example.com", "number": "100001", "balance_cents": 100_000 });
    let keys =
        json!([{ "kind": "email", "key": KEY, "status": "active", "created_at": "2026-11-01T12:00:00Z" }]);
    let registered =
        json!({ "kind": "email", "key": KEY, "status": "active", "created_at": "2026-11-01T12:00:00Z" });
    let too_many = (StatusCode::CONFLICT, Json(json!({ "type": "urn:codepix:problem:key_rule" })));
    let register = move |Json(asked): Json<Value>| async move {
        match asked["kind"].as_str() {
            Some("email") => Json(registered).into_response(),
            _ => too_many.into_response(),
        }
    };
    let events =
        async || ([(header::CONTENT_TYPE, "text/event-stream")], "event: balance\ndata: {}\n\n".repeat(100));
    Router::new()
        .route("/accounts/me", on_get(async move || Json(me)))
        .route("/accounts/me/events", on_get(events))
        .route("/accounts/me/statement", on_get(statement))
        .route("/accounts/me/pix-keys", on_get(async move || Json(keys)).post(register))
        .route("/pix-keys/{key}", on_get(payee))
        .route("/transfers/{id}", on_get(transfer))
        .route("/readyz", on_get(async || Json(json!({ "hub": "up", "kafka": "up" }))))
}

async fn statement(Query(asked): Query<HashMap<String, String>>) -> Json<Value> {
    let number = |name: &str| asked.get(name).map(|text| text.parse::<usize>().unwrap());
    let from = number("cursor").unwrap_or(0);
    let to = (from + number("limit").unwrap()).min(MOVEMENTS);
    let entries: Vec<Value> = (from..to).map(movement).collect();
    Json(json!({ "entries": entries, "next_cursor": (to < MOVEMENTS).then(|| to.to_string()) }))
}

fn movement(at: usize) -> Value {
    let day = if at < 40 { 23 } else { 22 - (at - 40) / 10 };
    json!({ "at": format!("2025-03-{day:02}T15:00:00Z"), "kind": "received", "amount_cents": 100,
        "balance_after_cents": 100_000 - at, "counterparty": { "name": "Bia Souza", "bank": "Banco Maré" },
        "end_to_end_id": id(at), "status": "completed" })
}

/// Of the movement at that place, the newest first.
pub fn id(at: usize) -> String {
    format!("E20000002202503231500{at:011}")
}

async fn payee(Path(key): Path<String>) -> axum::response::Response {
    if key.starts_with("+55") {
        return (StatusCode::NOT_FOUND, Json(json!({ "type": "urn:codepix:problem:not_found" })))
            .into_response();
    }
    Json(json!({ "key": key, "entry_id": "7", "name": BAKERY.name, "tax_id_masked": BAKERY.tax_id_masked,
        "bank": { "name": "Banco Maré" } }))
    .into_response()
}

async fn transfer(Path(id): Path<String>) -> axum::response::Response {
    if !id.starts_with('E') {
        return (StatusCode::NOT_FOUND, Json(json!({ "type": "urn:codepix:problem:not_found" })))
            .into_response();
    }
    let party =
        |name| json!({ "name": name, "tax_id_masked": "***.111.222-**", "bank": { "name": "Banco Maré" } });
    let step = |status: &str| json!({ "status": status, "at": "2025-03-23T15:00:00Z" });
    Json(json!({ "end_to_end_id": id, "status": "completed", "direction": "in", "amount_cents": 100, "key": KEY,
        "description": "", "payer": party("Bia Souza"), "payee": party("Ana Lima"),
        "timeline": [step("pending"), step("completed")] }))
    .into_response()
}

/// What a customer who is logged in gets; `more` are headers.
pub async fn get_as_customer(pages: &Router, path: &str, more: &[(&str, &str)]) -> Answer {
    let logged_in = [("cookie", SESSION)];
    let session = if more.iter().any(|(name, _)| *name == "cookie") { &[] } else { &logged_in[..] };
    get(pages, path, &[session, more].concat()).await
}

pub async fn post_as_customer(pages: &Router, path: &str, form: &str) -> Answer {
    post(pages, path, SESSION, form).await
}
