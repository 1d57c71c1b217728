//! The bank over HTTP with JSON.
//!
//! In reading order: the routes here, one file per resource, `caller` (who asks), `client_address` (from where) behind which
//! `proxies`, `input` (what can be read), `problem` (every error as `application/problem+json`), `views` (the domain as
//! JSON), `document` (all of it as OpenAPI). Refuses to decide anything.

mod accounts;
mod caller;
mod charges;
mod client_address;
mod codes;
mod document;
mod events;
mod health;
mod idempotency_keys;
mod input;
mod pix_keys;
mod problem;
mod proxies;
mod receipts;
mod returns;
mod sessions;
mod single;
mod statement;
mod transfers;
mod views;

use crate::application::App;
use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRef},
    middleware::from_fn,
};
use axum_prometheus::PrometheusMetricLayer;
use listener::Listener;
use problem::Problem;
pub use proxies::{Proxy, TrustedProxies};
use service::{
    Ready,
    rest::{RequestBounds, documented, guarded},
};
use std::{sync::Arc, time::Duration};
use telemetry::Metrics;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use utoipa_axum::{router::OpenApiRouter, routes};

const BOUNDS: RequestBounds = RequestBounds {
    body_bytes: 16 << 10,
    time: Duration::from_secs(10),
    late: "no answer within ten seconds",
};

/// What the handlers need.
#[derive(Clone)]
pub struct Rest {
    pub app: App,
    /// Whose word counts on where a request comes from.
    pub trusted_proxies: Arc<TrustedProxies>,
    pub ready: Ready,
    pub hub_is_up: watch::Receiver<bool>,
    pub metrics: Metrics,
    /// Ends streams, which would never end by themselves.
    pub stop: CancellationToken,
}

impl FromRef<Rest> for Metrics {
    fn from_ref(rest: &Rest) -> Self {
        rest.metrics.clone()
    }
}

/// All routes.
pub fn router(rest: Rest) -> Router {
    // The one route that takes more than a few fields.
    let pictures =
        OpenApiRouter::new().routes(routes!(codes::read)).layer(DefaultBodyLimit::max(qr::BYTES_MAX));
    let (api, mut document) = OpenApiRouter::with_openapi(document::begin())
        .routes(routes!(accounts::open))
        .routes(routes!(sessions::start, sessions::end_all))
        .routes(routes!(sessions::end))
        .routes(routes!(accounts::me))
        .routes(routes!(statement::page))
        .routes(routes!(events::stream))
        .routes(routes!(pix_keys::list, pix_keys::register))
        .routes(routes!(pix_keys::remove))
        .routes(routes!(pix_keys::look_up))
        .routes(routes!(transfers::send))
        .routes(routes!(transfers::show))
        .routes(routes!(returns::give_back))
        .routes(routes!(idempotency_keys::show))
        .routes(routes!(codes::decode))
        .routes(routes!(charges::make, charges::list))
        .routes(routes!(charges::show, charges::remove))
        .routes(routes!(charges::location))
        .merge(pictures)
        .routes(routes!(receipts::show))
        .split_for_parts();
    let (health, of_health) = OpenApiRouter::new()
        .routes(routes!(service::rest::health::livez))
        .routes(routes!(health::readyz))
        .routes(routes!(service::rest::metrics::page))
        .split_for_parts();
    document.merge(of_health);
    openapi::complete(&mut document);
    let routes = api.layer(PrometheusMetricLayer::new()).merge(health);
    let router = documented::<Problem, _>(routes, document).layer(from_fn(single::headers));
    guarded::<Problem, _>(router, BOUNDS).with_state(rest)
}

/// Serves until `stop`, then until the requests under way are answered.
///
/// # Errors
/// When the listener breaks.
pub async fn serve(listener: Listener, rest: Rest) -> anyhow::Result<()> {
    let stop = rest.stop.clone();
    listener::serve(listener, router(rest), stop.cancelled_owned()).await
}
