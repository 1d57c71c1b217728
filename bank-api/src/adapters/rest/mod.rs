//! The bank over HTTP with JSON.
//!
//! In reading order: the routes here, one file per resource, `caller` (who asks), `client_address` (from where) behind which
//! `proxies`, `input` (what can be read), `problem` (every error as `application/problem+json`), `views` (the domain as
//! JSON), `document` (all of it as OpenAPI). Refuses to decide anything.

mod accounts;
mod caller;
mod client_address;
mod document;
mod events;
mod foreign;
mod health;
mod idempotency_keys;
mod input;
mod metrics;
mod pix_keys;
mod problem;
mod proxies;
mod sessions;
mod single;
mod statement;
mod transfers;
mod views;

use crate::{
    application::{Accounts, Feeds, Keys, Logins, MoveMoney, OpenAccount, Statements},
    domain::OurBank,
};
use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Request},
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
    routing::get,
};
use axum_prometheus::PrometheusMetricLayer;
use engine::Intake;
pub use health::Readiness;
use listener::Listener;
use problem::Problem;
pub use proxies::{Proxy, TrustedProxies};
use std::{sync::Arc, time::Duration};
use telemetry::Metrics;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The largest body, in bytes.
const BODY_BYTES_MAX: usize = 16 << 10;
/// No request takes longer; streams begin within this time.
const REQUEST_MAX: Duration = Duration::from_secs(10);

/// What the handlers need.
#[derive(Clone)]
pub struct Rest {
    pub bank: OurBank,
    pub accounts: Arc<dyn Accounts>,
    pub statements: Arc<dyn Statements>,
    pub opening: OpenAccount,
    pub sessions: Logins,
    /// Whose word counts on where a request comes from.
    pub trusted_proxies: Arc<TrustedProxies>,
    pub keys: Arc<Keys>,
    pub money: Intake<MoveMoney>,
    pub feeds: Arc<Feeds>,
    pub ready: watch::Receiver<Readiness>,
    pub metrics: Metrics,
    /// Ends streams, which would never end by themselves.
    pub stop: CancellationToken,
}

/// All routes.
pub fn router(rest: Rest) -> Router {
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
        .routes(routes!(idempotency_keys::show))
        .split_for_parts();
    let (health, of_health) = OpenApiRouter::new()
        .routes(routes!(health::livez))
        .routes(routes!(health::readyz))
        .routes(routes!(metrics::page))
        .split_for_parts();
    document.merge(of_health);
    openapi::complete(&mut document);
    let page = document.clone();
    api.layer(PrometheusMetricLayer::new())
        .merge(health)
        .route("/openapi.json", get(move || std::future::ready(Json(page.clone()))))
        .merge(utoipa_swagger_ui::SwaggerUi::new("/docs").url("/docs/openapi.json", document))
        .fallback(|| async { Problem::no_route() })
        .method_not_allowed_fallback(|| async { Problem::no_method() })
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(from_fn(single::headers))
        .layer(from_fn(foreign::as_problem))
        .layer(from_fn(in_time))
        .layer(CatchPanicLayer::custom(|_| Problem::bug().into_response()))
        .with_state(rest)
}

/// Serves until `stop`, then until the requests under way are answered.
///
/// # Errors
/// When the listener breaks.
pub async fn serve(listener: Listener, rest: Rest) -> anyhow::Result<()> {
    let stop = rest.stop.clone();
    listener::serve(listener, router(rest), stop.cancelled_owned()).await
}

async fn in_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(REQUEST_MAX, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::unavailable("no answer within ten seconds").into_response(),
    }
}
