//! `/r/{receipt}`.

use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header::HOST},
    response::{IntoResponse as _, Response},
    routing::get,
};
use bank_contract::problem;
use pix::Timestamp;

use super::{Proof, Verdict, present};
use crate::{
    format::Clock,
    page::Page,
    server::{Answer, AppState, ForwardedFor, PageRequest},
};

/// For search engines: a receipt is for whom it was given to.
const ROBOTS: (HeaderName, HeaderValue) =
    (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow"));
/// What is not decided asks again by itself, in seconds; without scripts, too.
const AGAIN: (HeaderName, HeaderValue) = (HeaderName::from_static("refresh"), HeaderValue::from_static("5"));

pub fn routes() -> Router<AppState> {
    Router::new().route("/r/{receipt}", get(show))
}

async fn show(
    State(app): State<AppState>,
    request: PageRequest,
    headers: HeaderMap,
    ForwardedFor(forwarded_for): ForwardedFor,
    Path(receipt): Path<String>,
) -> Response {
    let asked_at = Timestamp::now();
    let answer = app.bank.receipt(&receipt, &forwarded_for).await;
    let clock = Clock::now(request.lang);
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default().to_owned();
    let bank = &app.site.name;
    let answered = clock.lang.fill(
        "proof.asked",
        &[
            ("bank", bank),
            ("time", &clock.second(clock.now)),
            ("seconds", &clock.seconds(asked_at, clock.now)),
        ],
    );
    let (verdict, paid, asked) = match answer {
        Ok(json) => (present::verdict(json.status), Some(present::paid(&json, clock)), answered),
        Err(problem) if problem.is(problem::NOT_FOUND) => (Verdict::Unknown, None, answered),
        Err(problem) => {
            tracing::warn!("bank-api could not tell of a receipt: {}", problem.word);
            let silent =
                clock.lang.fill("proof.unanswered", &[("bank", bank), ("time", &clock.second(clock.now))]);
            (Verdict::Silent, None, silent)
        }
    };
    let status = match verdict {
        Verdict::Unknown => StatusCode::NOT_FOUND,
        Verdict::Silent => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::OK,
    };
    let page = Page::Proof(Proof { verdict, paid, asked, host });
    let answer = Answer::Page { status, page: Box::new(page), holder: None };
    let page = app.answer(request, Ok(answer)).await;
    if verdict.is_open() { ([ROBOTS, AGAIN], page).into_response() } else { ([ROBOTS], page).into_response() }
}
