//! `/events`: the bank's stream of the account, for the page's own EventSource, which cannot send a token.

use std::convert::Infallible;

use axum::{
    body::{Body, Bytes},
    extract::{Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use bank_contract::problem;
use futures::{
    StreamExt,
    future::{ready, try_join},
    stream,
};
use serde::Deserialize;

use super::{AppState, Session};

#[derive(Deserialize)]
pub struct Since {
    /// The id of the last event that an earlier page of this browser received.
    since: Option<String>,
}

pub async fn stream(
    State(app): State<AppState>,
    Session(token): Session,
    Query(Since { since }): Query<Since>,
    headers: HeaderMap,
) -> Response {
    let last_id = headers.get("last-event-id").and_then(|id| id.to_str().ok()).or(since.as_deref());
    let (me, upstream) = match try_join(app.bank.me(&token), app.bank.events(&token, last_id)).await {
        Ok(begun) => begun,
        Err(problem) if problem.is(problem::NO_SESSION) => return StatusCode::UNAUTHORIZED.into_response(),
        Err(_) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
    };
    // Tells the page whose events these are, and to reconnect one second after a break.
    let first = format!("retry: 1000\nevent: account\ndata: {}\n\n", me.number);
    let stop = app.stop.clone();
    // When the bank's stream breaks, this one ends, and the browser reconnects.
    let events = upstream
        .bytes_stream()
        .take_while(|chunk| ready(chunk.is_ok()))
        .filter_map(|chunk| ready(chunk.ok()));
    let events = stream::once(ready(Bytes::from(first))).chain(events);
    let events = events.take_until(stop.cancelled_owned()).map(Ok::<_, Infallible>);
    let headers = [(header::CONTENT_TYPE, "text/event-stream"), (header::CACHE_CONTROL, "no-store")];
    (headers, Body::from_stream(events)).into_response()
}
