//! Is the process alive, and can it do its work?

use super::Rest;
use axum::{Json, extract::State, http::StatusCode};
use messaging::Work;
use serde::Serialize;

/// What `/readyz` says.
#[derive(Serialize)]
pub struct Report {
    /// `ready`; `degraded`: transfers wait for Kafka; `unavailable`.
    status: &'static str,
    postgres: &'static str,
    kafka: &'static str,
    work: Work,
}

/// True as long as anybody is here to say so.
pub async fn livez() -> &'static str {
    "alive\n"
}

/// 200 when the hub's own database is reachable and migrated, and what is handed in gets settled.
pub async fn readyz(State(rest): State<Rest>) -> (StatusCode, Json<Report>) {
    let ready = *rest.ready.borrow();
    let word = |up| if up { "up" } else { "down" };
    let (code, status) = match (ready.is_ready(), ready.broker) {
        (true, true) => (StatusCode::OK, "ready"),
        (true, false) => (StatusCode::OK, "degraded"),
        (false, _) => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
    };
    let (postgres, kafka) = (word(ready.store), word(ready.broker));
    (code, Json(Report { status, postgres, kafka, work: ready.progress.shown() }))
}
