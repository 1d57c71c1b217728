//! A bank that answers as `bank-api` would, for one customer with a hundred movements.

use std::collections::HashMap;

use axum::{
    Json, Router,
    extract::{Path, Query},
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::get as on_get,
};
use bank_contract::{
    AccountJson, BankJson, Counterparty, DirectionJson, EntryJson, EntryKind, KeyJson, KeyStatusJson,
    PartyBank, PartyJson, PayeeJson, StatementJson, StatusJson, Step, StepJson, TransferJson, problem,
};
use pix::{KeyKind, Timestamp};
use serde_json::{Value, json};
use uuid::Uuid;

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
    let me = account(&customer);
    let registered = KeyJson {
        kind: KeyKind::Email,
        key: Some(KEY.to_owned()),
        status: KeyStatusJson::Active,
        created_at: instant("2026-11-01T12:00:00Z"),
    };
    let keys = [registered.clone()];
    let register = move |Json(asked): Json<Value>| async move {
        match asked["kind"].as_str() {
            Some("email") => Json(registered).into_response(),
            _ => problem(StatusCode::CONFLICT, problem::KEY_RULE),
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

pub fn account(customer: &Customer) -> AccountJson {
    AccountJson {
        account_id: "100001".to_owned(),
        name: customer.name.to_owned(),
        tax_id_masked: customer.tax_id_masked.to_owned(),
        email: "ana@example.com".to_owned(),
        branch: "0001".to_owned(),
        number: "100001".to_owned(),
        bank: BankJson { code: "001".to_owned(), ispb: "10000001".to_owned(), name: "Banco Ipê".to_owned() },
        balance_cents: 100_000,
    }
}

pub fn mare() -> BankJson {
    BankJson { code: "002".to_owned(), ispb: "20000002".to_owned(), name: "Banco Maré".to_owned() }
}

pub fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn problem(status: StatusCode, word: &str) -> Response {
    (status, Json(json!({ "type": format!("urn:codepix:problem:{word}") }))).into_response()
}

async fn statement(Query(asked): Query<HashMap<String, String>>) -> Json<StatementJson> {
    let number = |name: &str| asked.get(name).map(|text| text.parse::<usize>().unwrap());
    let from = number("cursor").unwrap_or(0);
    let to = (from + number("limit").unwrap()).min(MOVEMENTS);
    let entries = (from..to).map(movement).collect();
    Json(StatementJson { entries, next_cursor: (to < MOVEMENTS).then(|| to.to_string()) })
}

fn movement(at: usize) -> EntryJson {
    let day = if at < 40 { 23 } else { 22 - (at - 40) / 10 };
    EntryJson {
        at: instant(&format!("2025-03-{day:02}T15:00:00Z")),
        kind: EntryKind::Received,
        amount_cents: 100,
        balance_after_cents: 100_000 - i64::try_from(at).unwrap(),
        counterparty: Some(Counterparty { name: "Bia Souza".to_owned(), bank: "Banco Maré".to_owned() }),
        end_to_end_id: Some(id(at)),
        status: Some(StatusJson::Completed),
        original_end_to_end_id: None,
    }
}

/// Of the movement at that place, the newest first.
pub fn id(at: usize) -> String {
    format!("E20000002202503231500{at:011}")
}

async fn payee(Path(key): Path<String>) -> Response {
    if key.starts_with("+55") {
        return problem(StatusCode::NOT_FOUND, problem::NOT_FOUND);
    }
    let payee = PayeeJson {
        kind: KeyKind::Email,
        key,
        entry_id: Uuid::from_u128(7),
        name: BAKERY.name.to_owned(),
        tax_id_masked: BAKERY.tax_id_masked.to_owned(),
        bank: mare(),
    };
    Json(payee).into_response()
}

async fn transfer(Path(id): Path<String>) -> Response {
    if !id.starts_with('E') {
        return problem(StatusCode::NOT_FOUND, problem::NOT_FOUND);
    }
    let party = |name: &str| PartyJson {
        name: name.to_owned(),
        tax_id_masked: "***.111.222-**".to_owned(),
        bank: PartyBank { ispb: "20000002".to_owned(), name: "Banco Maré".to_owned() },
    };
    let step = |status| Step { status, at: instant("2025-03-23T15:00:00Z") };
    let transfer = TransferJson {
        end_to_end_id: id,
        status: StatusJson::Completed,
        reason: None,
        direction: DirectionJson::In,
        amount_cents: 100,
        key: KEY.to_owned(),
        description: String::new(),
        original_end_to_end_id: None,
        payer: Some(party("Bia Souza")),
        payee: Some(party("Ana Lima")),
        timeline: vec![step(StepJson::Pending), step(StepJson::Completed)],
        receipt_url: None,
        returns: None,
    };
    Json(transfer).into_response()
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
