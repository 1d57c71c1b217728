//! Is the process alive, and can it do its work?

use super::Rest;
use axum::{Json, extract::State, http::StatusCode};
use serde::Serialize;

/// How the bank's neighbours are.
#[derive(Debug, Clone, Copy, Default)]
pub struct Readiness {
    /// The schema is up to date.
    pub migrated: bool,
    pub store: bool,
    pub hub: bool,
    pub broker: bool,
}

/// What `/readyz` says.
#[derive(Serialize)]
pub struct Report {
    /// `ready`; `degraded`: transfers are accepted and wait; `unavailable`.
    status: &'static str,
    postgres: &'static str,
    hub: &'static str,
    kafka: &'static str,
}

/// True as long as anybody is here to say so.
pub async fn livez() -> &'static str {
    "alive\n"
}

/// 200 when the bank's own database is reachable and migrated.
pub async fn readyz(State(rest): State<Rest>) -> (StatusCode, Json<Report>) {
    let Readiness { migrated, store, hub, broker } = *rest.ready.borrow();
    let word = |up| if up { "up" } else { "down" };
    let (code, status) = match (migrated && store, hub && broker) {
        (true, true) => (StatusCode::OK, "ready"),
        (true, false) => (StatusCode::OK, "degraded"),
        (false, _) => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
    };
    (code, Json(Report { status, postgres: word(store), hub: word(hub), kafka: word(broker) }))
}
