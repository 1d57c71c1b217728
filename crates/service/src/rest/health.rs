//! Is the process alive, and can it do its work? What its report holds, each service says.

use super::problem::CONTENT_TYPE;
use axum::{
    Json,
    http::{
        HeaderValue, StatusCode,
        header::{self, RETRY_AFTER},
    },
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum UpOrDown {
    Up,
    Down,
}

impl From<bool> for UpOrDown {
    fn from(up: bool) -> Self {
        if up { Self::Up } else { Self::Down }
    }
}

/// Can the service do its work? Degraded: it takes what comes, which then waits for what is away.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ReadyWord {
    Ready,
    Degraded,
    Unavailable,
}

impl ReadyWord {
    pub fn of(ready: bool, nothing_is_away: bool) -> Self {
        match (ready, nothing_is_away) {
            (true, true) => Self::Ready,
            (true, false) => Self::Degraded,
            (false, _) => Self::Unavailable,
        }
    }
}

/// What makes a report a problem. Its `status` stays a word: the number is in the first line of the answer.
#[derive(Serialize)]
struct Unready {
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    detail: &'static str,
}

#[derive(Serialize)]
struct Answer<R> {
    #[serde(flatten)]
    report: R,
    #[serde(flatten)]
    problem: Option<Unready>,
}

/// Does the process live?
#[utoipa::path(get, path = "/livez",
    responses((status = 200, content_type = "text/plain", body = String, description = "`alive`")))]
pub async fn livez() -> &'static str {
    "alive\n"
}

/// The answer of `/readyz`: the report; with 503, and as a problem too, for `unready`, the reason why the service cannot do
/// its work.
pub fn answer(report: impl Serialize, unready: Option<&'static str>) -> Response {
    let problem = unready.map(|detail| Unready {
        kind: "urn:codepix:problem:unavailable",
        title: "Service Unavailable",
        detail,
    });
    let ready = problem.is_none();
    let answer = Json(Answer { report, problem });
    if ready {
        return answer.into_response();
    }
    let headers = [(header::CONTENT_TYPE, CONTENT_TYPE), (RETRY_AFTER, HeaderValue::from_static("1"))];
    (StatusCode::SERVICE_UNAVAILABLE, headers, answer).into_response()
}
