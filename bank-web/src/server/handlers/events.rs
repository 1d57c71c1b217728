//! `/events`: the bank's stream of the account, for the page's own EventSource, which cannot send a token.

use std::convert::Infallible;

use axum::{
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures::{StreamExt, future::ready, stream};

use crate::server::{app::App, visitor::Session};

/// Come back this soon after the stream broke, in milliseconds.
const FIRST: &str = "retry: 1000\n\n";

pub async fn stream(State(app): State<App>, Session(token): Session, headers: HeaderMap) -> Response {
    let last_id = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let upstream = match app.bank.events(&token, last_id).await {
        Ok(upstream) => upstream,
        Err(problem) if problem.is("no_session") => return StatusCode::UNAUTHORIZED.into_response(),
        Err(_) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
    };
    let stop = app.stop.clone();
    // A broken stream ends, and the browser comes back by itself.
    let events = upstream
        .bytes_stream()
        .take_while(|chunk| ready(chunk.is_ok()))
        .filter_map(|chunk| ready(chunk.ok()));
    let events = stream::once(ready(Bytes::from_static(FIRST.as_bytes()))).chain(events);
    let events = events.take_until(stop.cancelled_owned()).map(Ok::<_, Infallible>);
    let headers = [(header::CONTENT_TYPE, "text/event-stream"), (header::CACHE_CONTROL, "no-store")];
    (headers, Body::from_stream(events)).into_response()
}
