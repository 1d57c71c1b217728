//! The form of every error: `application/problem+json` (RFC 9457). Which error has which word, the services say.
//!
//! `type` is stable and is what programs go by; `detail` is for people.

use axum::{
    Json,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value};
use std::time::Duration;

/// What every problem is written in.
pub(super) const CONTENT_TYPE: HeaderValue = HeaderValue::from_static(openapi::PROBLEM);

/// An answer that is not a success.
#[derive(Debug)]
pub struct ProblemJson {
    status: StatusCode,
    /// The last word of the `type`.
    word: &'static str,
    detail: String,
    more: Map<String, Value>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl ProblemJson {
    pub fn new(status: StatusCode, word: &'static str, detail: impl ToString) -> Self {
        Self { status, word, detail: detail.to_string(), more: Map::new(), headers: Vec::new() }
    }

    /// Not possible at present; the caller may ask again in a second.
    pub fn unavailable(detail: impl ToString) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail).retry_after(Duration::ZERO)
    }

    /// Beside what every problem has.
    pub fn with(mut self, field: &str, value: Value) -> Self {
        self.more.insert(field.into(), value);
        self
    }

    /// In a second at the earliest.
    pub fn retry_after(self, wait: Duration) -> Self {
        self.with_header(header::RETRY_AFTER, wait.as_secs().max(1).into())
    }

    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }
}

impl IntoResponse for ProblemJson {
    fn into_response(self) -> Response {
        let Self { status, word, detail, more, headers } = self;
        let mut body = Map::from_iter([
            ("type".into(), format!("urn:codepix:problem:{word}").into()),
            ("title".into(), status.canonical_reason().unwrap_or_default().into()),
            ("status".into(), status.as_u16().into()),
            ("detail".into(), detail.into()),
        ]);
        body.extend(more);
        let mut response = (status, Json(body)).into_response();
        let all = response.headers_mut();
        all.insert(header::CONTENT_TYPE, CONTENT_TYPE);
        if status == StatusCode::UNAUTHORIZED {
            all.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        all.extend(headers);
        response
    }
}
