//! Can the hub do its work?

use super::Rest;
use axum::{extract::State, response::Response};
use engine::Work;
use serde::Serialize;
use service::rest::health::{ReadyWord, UpOrDown, answer};
use utoipa::ToSchema;

/// What `/readyz` says.
#[derive(Serialize, ToSchema)]
pub struct Report {
    status: ReadyWord,
    postgres: UpOrDown,
    kafka: UpOrDown,
    #[schema(value_type = openapi::Work)]
    work: Work,
}

const UNREADY: &str =
    "the hub's database is away or not up to date, or its work stands still; ask again in a second";

/// Can the hub do its work: is its own database reachable and migrated, and does what is handed in get settled?
#[utoipa::path(get, path = "/readyz", responses(
    (status = 200, body = Report), (status = 503, content_type = "application/problem+json", body = Report,
        description = "the hub's database is away or not up to date, or its work stands still; what else a problem has \
            stands beside the report")
))]
pub async fn readyz(State(rest): State<Rest>) -> Response {
    let ready = *rest.ready.borrow();
    let status = ReadyWord::of(ready.is_ready(), ready.broker);
    let (postgres, kafka) = (ready.store.into(), ready.broker.into());
    let report = Report { status, postgres, kafka, work: ready.progress.shown() };
    answer(report, (!ready.is_ready()).then_some(UNREADY))
}
