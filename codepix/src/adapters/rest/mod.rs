//! The hub over HTTP with JSON: the same use cases as gRPC, for people, scripts and health checks.
//!
//! In reading order: the routes here, one file per resource, `caller` (who asks), `problem` (every error as
//! `application/problem+json`), `views` (the domain as JSON), `document` (all of it as OpenAPI). Refuses to decide anything.

mod caller;
mod dead_letters;
mod document;
mod foreign;
mod health;
mod input;
mod keys;
mod metrics;
mod participants;
mod problem;
mod transfers;
mod views;

use crate::application::{App, Authenticator, Ready};
use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Request},
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
    routing::get,
};
use listener::Listener;
use outbox::ConfirmedProducer;
use problem::Problem;
use std::{sync::Arc, time::Duration};
use telemetry::Metrics;
use tokio_util::sync::CancellationToken;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The largest body, in bytes; a registration has about 300.
const BODY_BYTES_MAX: usize = 16 << 10;
/// No request takes longer; to ask again is safe.
const REQUEST_MAX: Duration = Duration::from_secs(5);

/// What the handlers need.
#[derive(Clone)]
pub struct Rest {
    pub app: App,
    pub authenticator: Authenticator,
    pub ready: Ready,
    pub metrics: Metrics,
    /// Carries dead letters that are given another try.
    pub producer: Arc<dyn ConfirmedProducer>,
}

/// All routes.
pub fn router(rest: Rest) -> Router {
    let (routes, mut document) = OpenApiRouter::with_openapi(document::begin())
        .routes(routes!(keys::list, keys::register))
        .routes(routes!(keys::find, keys::remove))
        .routes(routes!(transfers::list))
        .routes(routes!(transfers::show))
        .routes(routes!(participants::list))
        .routes(routes!(participants::put, participants::revoke))
        .routes(routes!(dead_letters::list))
        .routes(routes!(dead_letters::retry))
        .routes(routes!(dead_letters::discard))
        .routes(routes!(health::livez))
        .routes(routes!(health::readyz))
        .routes(routes!(metrics::page))
        .split_for_parts();
    openapi::complete(&mut document);
    let page = document.clone();
    routes
        .route("/openapi.json", get(move || std::future::ready(Json(page.clone()))))
        .merge(utoipa_swagger_ui::SwaggerUi::new("/docs").url("/docs/openapi.json", document))
        .fallback(|| async { Problem::no_route() })
        .method_not_allowed_fallback(|| async { Problem::no_method() })
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(from_fn(foreign::as_problem))
        .layer(from_fn(in_time))
        .layer(CatchPanicLayer::custom(|_| Problem::bug().into_response()))
        .with_state(rest)
}

/// Serves until `stop`, then until the requests under way are answered.
///
/// # Errors
/// When the listener breaks.
pub async fn serve(listener: Listener, rest: Rest, stop: CancellationToken) -> anyhow::Result<()> {
    listener::serve(listener, router(rest), stop.cancelled_owned()).await
}

async fn in_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(REQUEST_MAX, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::unavailable("no answer within five seconds").into_response(),
    }
}
