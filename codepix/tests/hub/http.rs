//! The REST interface as its callers see it. Every answer is compared with what the OpenAPI page says of its route.

use crate::test_hub::TestHub;
use axum::{
    body::{Body, to_bytes},
    http::{Method, Request, StatusCode, header},
};
use serde_json::Value;
use tower::ServiceExt as _;

pub struct Answer {
    pub status: StatusCode,
    pub kind: String,
    pub retry_after: Option<String>,
    pub body: Value,
}

impl Answer {
    /// The last word of a problem's type; the answer must be one in every respect.
    #[track_caller]
    pub fn problem(&self) -> &str {
        assert_eq!(self.kind, "application/problem+json", "{}", self.body);
        assert_eq!(self.body["status"], self.status.as_u16());
        assert!(self.body["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{}", self.body);
        self.body["type"].as_str().unwrap().strip_prefix("urn:codepix:problem:").unwrap()
    }
}

/// Sends a request; the answer must be one that the OpenAPI page names.
pub async fn send(hub: &TestHub, request: Request<Body>) -> Answer {
    let (method, address) = (request.method().to_string(), request.uri().to_string());
    let answer = send_unchecked(hub, request).await;
    let page = send_unchecked(hub, Request::get("/openapi.json").body(Body::empty()).unwrap()).await.body;
    let told = (answer.status.as_u16(), answer.kind.as_str());
    assert_eq!(openapi::breach(&page, (&method, &address), told), None);
    answer
}

pub async fn send_unchecked(hub: &TestHub, request: Request<Body>) -> Answer {
    let response = hub.rest.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let text = |name| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
    let (kind, retry_after) = (text(header::CONTENT_TYPE).unwrap_or_default(), text(header::RETRY_AFTER));
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
    Answer { status, kind, retry_after, body }
}

pub async fn call(hub: &TestHub, method: Method, path: &str, token: &str, body: Option<Value>) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    if !token.is_empty() {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    let request = match body {
        Some(body) => request.header(header::CONTENT_TYPE, "application/json").body(body.to_string().into()),
        None => request.body(Body::empty()),
    };
    send(hub, request.unwrap()).await
}

pub async fn get(hub: &TestHub, path: &str, token: &str) -> Answer {
    call(hub, Method::GET, path, token, None).await
}
