//! The hub over HTTP with JSON: the same use cases as gRPC, for people, scripts and health checks.
//!
//! In reading order: the routes here, one file per resource, `caller` (who asks), `problem` (every error as
//! `application/problem+json`), `views` (the domain as JSON), `document` (all of it as OpenAPI). Refuses to decide anything.

mod caller;
mod dead_letters;
mod document;
mod health;
mod input;
mod keys;
mod participants;
mod problem;
mod transfers;
mod views;

use crate::application::{App, Authenticator};
use axum::{Router, extract::FromRef};
use listener::Listener;
use outbox::ConfirmedProducer;
use problem::Problem;
use service::{
    Ready,
    rest::{RequestBounds, documented, guarded},
};
use std::{sync::Arc, time::Duration};
use telemetry::Metrics;
use tokio_util::sync::CancellationToken;
use utoipa_axum::{router::OpenApiRouter, routes};

/// A registration has about 300 bytes. To ask again is safe.
const BOUNDS: RequestBounds = RequestBounds {
    body_bytes: 16 << 10,
    time: Duration::from_secs(5),
    late: "no answer within five seconds",
};

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

impl FromRef<Rest> for Metrics {
    fn from_ref(rest: &Rest) -> Self {
        rest.metrics.clone()
    }
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
        .routes(routes!(service::rest::health::livez))
        .routes(routes!(health::readyz))
        .routes(routes!(service::rest::metrics::page))
        .split_for_parts();
    openapi::complete(&mut document);
    guarded::<Problem, _>(documented::<Problem, _>(routes, document), BOUNDS).with_state(rest)
}

/// Serves until `stop`, then until the requests under way are answered.
///
/// # Errors
/// When the listener breaks.
pub async fn serve(listener: Listener, rest: Rest, stop: CancellationToken) -> anyhow::Result<()> {
    listener::serve(listener, router(rest), stop.cancelled_owned()).await
}
