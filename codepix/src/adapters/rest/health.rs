//! Is the process alive, and can it do its work?

use super::{Rest, problem};
use axum::{
    Json,
    extract::State,
    http::{
        HeaderValue, StatusCode,
        header::{CONTENT_TYPE, RETRY_AFTER},
    },
    response::{IntoResponse, Response},
};
use engine::Work;
use serde::Serialize;
use utoipa::ToSchema;

/// What `/readyz` says.
#[derive(Serialize, ToSchema)]
pub struct Report {
    status: ReadyWord,
    postgres: UpOrDown,
    kafka: UpOrDown,
    #[schema(value_type = openapi::Work)]
    work: Work,
    /// With 503 the report is a problem too.
    #[serde(flatten)]
    #[schema(ignore)]
    problem: Option<Unready>,
}

/// What makes the report a problem. Its `status` stays a word: the number is in the first line of the answer.
#[derive(Serialize)]
struct Unready {
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    detail: &'static str,
}

const UNREADY: Unready = Unready {
    kind: "urn:codepix:problem:unavailable",
    title: "Service Unavailable",
    detail: "the hub's database is away or not up to date, or its work stands still; ask again in a second",
};

/// Degraded: transfers wait for Kafka.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ReadyWord {
    Ready,
    Degraded,
    Unavailable,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum UpOrDown {
    Up,
    Down,
}

/// Does the process live?
#[utoipa::path(get, path = "/livez",
    responses((status = 200, content_type = "text/plain", body = String, description = "`alive`")))]
pub async fn livez() -> &'static str {
    "alive\n"
}

/// Can the hub do its work: is its own database reachable and migrated, and does what is handed in get settled?
#[utoipa::path(get, path = "/readyz", responses(
    (status = 200, body = Report), (status = 503, content_type = "application/problem+json", body = Report,
        description = "the hub's database is away or not up to date, or its work stands still; what else a problem has \
            stands beside the report")
))]
pub async fn readyz(State(rest): State<Rest>) -> Response {
    let ready = *rest.ready.borrow();
    let word = |up| if up { UpOrDown::Up } else { UpOrDown::Down };
    let status = match (ready.is_ready(), ready.broker) {
        (true, true) => ReadyWord::Ready,
        (true, false) => ReadyWord::Degraded,
        (false, _) => ReadyWord::Unavailable,
    };
    let problem = (!ready.is_ready()).then_some(UNREADY);
    let (postgres, kafka) = (word(ready.store), word(ready.broker));
    let report = Report { status, postgres, kafka, work: ready.progress.shown(), problem };
    if ready.is_ready() {
        return Json(report).into_response();
    }
    let form = [(CONTENT_TYPE, problem::CONTENT_TYPE), (RETRY_AFTER, HeaderValue::from_static("1"))];
    (StatusCode::SERVICE_UNAVAILABLE, form, Json(report)).into_response()
}
