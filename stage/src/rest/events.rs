//! The journal: `/events`, live, for browsers; `/journal`, what is written so far, as lines of JSON.

use std::convert::Infallible;

use axum::{
    body::{Body, Bytes},
    extract::{Query, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response, Sse, sse},
};
use futures::StreamExt as _;
use serde::Deserialize;

use super::{Stage, problem::Problem};
use crate::journal::Written;

/// A browser whose stream broke comes back after this.
const RETRY: &str = "retry: 500\n\n";

#[derive(Deserialize)]
pub(super) struct From {
    /// The number of the first line.
    from: Option<String>,
}

impl From {
    fn number(&self) -> Result<u64, Problem> {
        let Some(text) = &self.from else { return Ok(1) };
        text.parse().map_err(|_| {
            Problem::Malformed(format!("from is the number of a line, from 1, and not {text:?}"))
        })
    }
}

/// From the line after `Last-Event-ID`, else from `?from=`, else from the first.
pub(super) async fn events(
    State(stage): State<Stage>,
    Query(from): Query<From>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let heard = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse::<u64>().ok());
    let next = match heard {
        // It was told by a stage before this one: nothing of what it knows is so any more.
        Some(heard) if heard > stage.journal.last() => 1,
        Some(heard) => heard + 1,
        None => from.number()?,
    };
    let lines = stage.journal.written(next).take_until(stage.stop.cancelled_owned());
    let events = lines.map(|line| Ok::<_, Infallible>(event(&line)));
    let stream = Sse::new(events).keep_alive(sse::KeepAlive::default()).into_response();
    Ok(with_retry(stream))
}

fn event(line: &Written) -> sse::Event {
    sse::Event::default().id(line.n.to_string()).event(line.what).data(&*line.json)
}

/// Says first how soon to come back: a stage that was restarted is found again within the same scene.
fn with_retry(stream: Response) -> Response {
    let (parts, body) = stream.into_parts();
    let first = futures::stream::once(async { Ok::<_, axum::Error>(Bytes::from_static(RETRY.as_bytes())) });
    let mut response = Response::from_parts(parts, Body::from_stream(first.chain(body.into_data_stream())));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// From `?from=` to the last line there is.
pub(super) async fn journal(
    State(stage): State<Stage>,
    Query(from): Query<From>,
) -> Result<Response, Problem> {
    let lines = stage.journal.until_now(from.number()?);
    let lines = lines.map(|line| Ok::<_, Infallible>(Bytes::from(format!("{}\n", line.json))));
    let headers = [(header::CONTENT_TYPE, "application/x-ndjson"), (header::CACHE_CONTROL, "no-store")];
    Ok((headers, Body::from_stream(lines)).into_response())
}
