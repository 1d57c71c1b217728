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
use messaging::{Progress, Work};
use serde::Serialize;

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
#[derive(Serialize)]
pub struct Report {
    /// `ready`; `degraded`: transfers are accepted and wait; `unavailable`.
    status: &'static str,
    postgres: &'static str,
    hub: &'static str,
    kafka: &'static str,
    work: Work,
    /// With 503 the report is a problem too.
    #[serde(flatten)]
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
    detail: "the bank's database is away or not up to date, or its work stands still; ask again in a second",
};

/// True as long as anybody is here to say so.
pub async fn livez() -> &'static str {
    "alive\n"
}

/// 200 when the bank's own database is reachable and migrated, and what is handed in gets settled.
pub async fn readyz(State(rest): State<Rest>) -> Response {
    let Readiness { migrated, store, hub, broker, progress } = *rest.ready.borrow();
    let word = |up| if up { "up" } else { "down" };
    let ready = migrated && store && !progress.is_stuck();
    let status = match (ready, hub && broker) {
        (true, true) => "ready",
        (true, false) => "degraded",
        (false, _) => "unavailable",
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
