//! A bank as the room meets it, over REST: it says yes to everything, or does not answer.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};

use axum::{
    Json, Router,
    extract::{Request, State},
    http::{HeaderMap, StatusCode},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use serde_json::{Value, json};
use stage::boards::Door;
use tokio::net::TcpListener;

/// What it was asked, and whether it answers.
#[derive(Clone, Default)]
pub struct FakeBank(Arc<Inner>);

#[derive(Default)]
struct Inner {
    away: AtomicBool,
    names: Mutex<Vec<String>>,
    /// Idempotency key, key that is paid, cents.
    orders: Mutex<Vec<(String, String, i64)>>,
    /// How often it was asked to send.
    asked: Mutex<Vec<String>>,
}

impl FakeBank {
    /// Opens it, at a port of its own.
    pub async fn open(place: &str) -> (FakeBank, Door) {
        let bank = FakeBank::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let api = format!("http://{}", listener.local_addr().unwrap());
        let routes = Router::new()
            .route("/accounts", post(open))
            .route("/sessions", post(async || (StatusCode::CREATED, Json(session()))))
            .route("/accounts/me", get(async || Json(account("Ana"))))
            .route("/accounts/me/pix-keys", post(register))
            .route("/transfers", post(send))
            .layer(from_fn_with_state(bank.clone(), unless_away))
            .with_state(bank.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        (bank, Door { place: place.parse().unwrap(), api })
    }

    /// From now on it does not answer; or does again.
    pub fn is_away(&self, away: bool) {
        self.0.away.store(away, Ordering::SeqCst);
    }

    /// Of whom it has opened an account, in order.
    pub fn names(&self) -> Vec<String> {
        self.0.names.lock().unwrap().clone()
    }

    /// The key that is paid and the cents of each order, once.
    pub fn orders(&self) -> Vec<(String, i64)> {
        self.0.orders.lock().unwrap().iter().map(|(_, key, cents)| (key.clone(), *cents)).collect()
    }

    /// How often it was asked to send, in vain too.
    pub fn times_asked(&self) -> usize {
        self.0.asked.lock().unwrap().len()
    }
}

async fn unless_away(State(bank): State<FakeBank>, request: Request, next: Next) -> Response {
    if request.uri().path() == "/transfers" {
        bank.0.asked.lock().unwrap().push(String::new());
    }
    match bank.0.away.load(Ordering::SeqCst) {
        true => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        false => next.run(request).await,
    }
}

async fn open(State(bank): State<FakeBank>, Json(asked): Json<Value>) -> (StatusCode, Json<Value>) {
    let name = asked["name"].as_str().unwrap().to_owned();
    bank.0.names.lock().unwrap().push(name.clone());
    (StatusCode::CREATED, Json(account(&name)))
}

async fn register(Json(asked): Json<Value>) -> (StatusCode, Json<Value>) {
    let key = json!({ "kind": "email", "key": asked["key"], "status": "active", "created_at": "2026-11-28T12:00:00Z" });
    (StatusCode::CREATED, Json(key))
}

/// The same order again is the same transfer.
async fn send(
    State(bank): State<FakeBank>,
    headers: HeaderMap,
    Json(asked): Json<Value>,
) -> (StatusCode, Json<Value>) {
    let name = headers["idempotency-key"].to_str().unwrap().to_owned();
    let (key, cents) = (asked["key"].as_str().unwrap().to_owned(), asked["amount_cents"].as_i64().unwrap());
    let mut orders = bank.0.orders.lock().unwrap();
    let known = orders.iter().position(|(known, ..)| *known == name);
    let at = known.unwrap_or(orders.len());
    if known.is_none() {
        orders.push((name, key.clone(), cents));
    }
    let accepted = json!({ "end_to_end_id": format!("E{at}"), "status": "pending", "direction": "out", "amount_cents": cents,
        "key": key, "description": "", "accepted_at": "2026-11-28T12:00:00Z" });
    (StatusCode::ACCEPTED, Json(accepted))
}

fn session() -> Value {
    json!({ "token": "of-a-session", "expires_at": "2026-11-29T12:00:00Z" })
}

fn account(name: &str) -> Value {
    json!({ "account_id": "1", "name": name, "tax_id_masked": "***", "email": "a@b.c", "branch": "0001", "number": "1",
        "bank": { "code": "001", "ispb": "10000001", "name": "Banco Ipê" }, "balance_cents": 100_000 })
}
