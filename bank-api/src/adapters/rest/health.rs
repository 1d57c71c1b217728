//! Is the process alive, and can it do its work?

use super::{Rest, problem};
use axum::{
    Json,
    extract::State,
    http::{
        StatusCode,
        header::{CONTENT_TYPE, RETRY_AFTER},
    },
    response::{IntoResponse, Response},
};
use engine::{Progress, Work};
use serde::Serialize;
use utoipa::ToSchema;

/// How the bank's neighbours are.
#[derive(Debug, Clone, Copy, Default)]
pub struct Readiness {
    /// The schema is up to date.
    pub migrated: bool,
    pub store: bool,
    pub hub: bool,
    pub broker: bool,
    /// Whether what is handed in is settled.
    pub progress: Progress,
}

/// What `/readyz` says.
#[derive(Serialize, ToSchema)]
pub struct Report {
    status: ReadyWord,
    postgres: UpOrDown,
    hub: UpOrDown,
    kafka: UpOrDown,
    #[schema(value_type = openapi::Work)]
    work: Work,
    /// With 503 the report is a problem too.
    #[serde(flatten)]
    #[schema(ignore)]
    problem: Option<Unready>,
}

/// Degraded: transfers are accepted and wait.
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
    detail: "the bank's database is away or not up to date, or its work stands still; ask again in a second",
};

/// Does the process live?
#[utoipa::path(get, path = "/livez",
    responses((status = 200, content_type = "text/plain", body = String, description = "`alive`")))]
pub async fn livez() -> &'static str {
    "alive\n"
}

/// Can the bank do its work: is its own database reachable and migrated, and does what is handed in get settled?
#[utoipa::path(get, path = "/readyz", responses(
    (status = 200, body = Report), (status = 503, content_type = "application/problem+json", body = Report,
        description = "the bank's database is away or not up to date, or its work stands still; what else a problem has \
            stands beside the report")
))]
pub async fn readyz(State(rest): State<Rest>) -> Response {
    let Readiness { migrated, store, hub, broker, progress } = *rest.ready.borrow();
    let word = |up| if up { UpOrDown::Up } else { UpOrDown::Down };
    let ready = migrated && store && !progress.is_stuck();
    let status = match (ready, hub && broker) {
        (true, true) => ReadyWord::Ready,
        (true, false) => ReadyWord::Degraded,
        (false, _) => ReadyWord::Unavailable,
    };
    let problem = (!ready).then_some(UNREADY);
    let (postgres, hub, kafka) = (word(store), word(hub), word(broker));
    let report = Report { status, postgres, hub, kafka, work: progress.shown(), problem };
    if ready {
        return Json(report).into_response();
    }
    let mut answer = (StatusCode::SERVICE_UNAVAILABLE, Json(report)).into_response();
    answer.headers_mut().insert(CONTENT_TYPE, problem::CONTENT_TYPE);
    answer.headers_mut().insert(RETRY_AFTER, 1.into());
    answer
}
