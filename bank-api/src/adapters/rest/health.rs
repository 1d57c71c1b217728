//! Can the bank do its work?

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
    hub: UpOrDown,
    kafka: UpOrDown,
    #[schema(value_type = openapi::Work)]
    work: Work,
}

const UNREADY: &str =
    "the bank's database is away or not up to date, or its work stands still; ask again in a second";

/// Can the bank do its work: is its own database reachable and migrated, and does what is handed in get settled?
#[utoipa::path(get, path = "/readyz", responses(
    (status = 200, body = Report), (status = 503, content_type = "application/problem+json", body = Report,
        description = "the bank's database is away or not up to date, or its work stands still; what else a problem has \
            stands beside the report")
))]
pub async fn readyz(State(rest): State<Rest>) -> Response {
    let (ready, hub) = (*rest.ready.borrow(), *rest.hub_is_up.borrow());
    let status = ReadyWord::of(ready.is_ready(), hub && ready.broker);
    let (postgres, hub, kafka) = (ready.store.into(), hub.into(), ready.broker.into());
    let report = Report { status, postgres, hub, kafka, work: ready.progress.shown() };
    answer(report, (!ready.is_ready()).then_some(UNREADY))
}
