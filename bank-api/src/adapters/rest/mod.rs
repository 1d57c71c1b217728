//! The bank over HTTP with JSON.
//!
//! In reading order: the routes here, one file per resource, `caller` (who asks), `client_address` (from where), `input`
//! (what can be read), `problem` (every error as `application/problem+json`), `views` (the domain as JSON). Refuses to
//! decide anything.

mod accounts;
mod caller;
mod client_address;
mod events;
mod foreign;
mod health;
mod idempotency_keys;
mod input;
mod metrics;
mod pix_keys;
mod problem;
mod sessions;
mod statement;
mod transfers;
mod views;

use crate::application::{AccountStore, Keys, MoveMoney, OpenAccount, OurBank, Sessions};
use crate::domain::AccountId;
use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Request},
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
    routing::get,
};
use axum_prometheus::PrometheusMetricLayer;
pub use health::Readiness;
use ipnet::IpNet;
use messaging::Intake;
use problem::Problem;
use std::{net::SocketAddr, sync::Arc, time::Duration};
use telemetry::Metrics;
use tokio::{
    net::TcpListener,
    sync::{broadcast, watch},
};
use tokio_util::sync::CancellationToken;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::{
    Modify, OpenApi,
    openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The largest body, in bytes.
const BODY_BYTES_MAX: usize = 16 << 10;
/// No request takes longer; streams begin within this time.
const REQUEST_MAX: Duration = Duration::from_secs(10);

/// What the handlers need.
#[derive(Clone)]
pub struct Rest {
    pub bank: OurBank,
    pub accounts: Arc<dyn AccountStore>,
    pub opening: OpenAccount,
    pub sessions: Sessions,
    /// Whose word counts on where a request comes from.
    pub trusted_proxies: Arc<[IpNet]>,
    pub keys: Arc<Keys>,
    pub money: Intake<MoveMoney>,
    /// Accounts that changed, as they do; none by name means perhaps all.
    pub changed: broadcast::Sender<Arc<[AccountId]>>,
    pub ready: watch::Receiver<Readiness>,
    pub metrics: Metrics,
    /// Ends streams, which would never end by themselves.
    pub stop: CancellationToken,
}

#[derive(OpenApi)]
#[openapi(
    info(title = "A bank of CodePix", description = "Accounts, Pix keys and transfers of one bank. Errors are \
        `application/problem+json`; go by their `type`."),
    modifiers(&Bearer)
)]
struct Description;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        openapi
            .components
            .get_or_insert_default()
            .add_security_scheme("session", SecurityScheme::Http(scheme));
    }
}

/// All routes.
pub fn router(rest: Rest) -> Router {
    let (api, openapi) = OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(accounts::open))
        .routes(routes!(sessions::start))
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
    let document = openapi.clone();
    api.layer(PrometheusMetricLayer::new())
        .route("/livez", get(health::livez))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(metrics::page))
        .route("/openapi.json", get(move || std::future::ready(Json(document.clone()))))
        .merge(utoipa_swagger_ui::SwaggerUi::new("/docs").url("/docs/openapi.json", openapi))
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
pub async fn serve(listener: TcpListener, rest: Rest) -> anyhow::Result<()> {
    let stop = rest.stop.clone();
    let service = router(rest).into_make_service_with_connect_info::<SocketAddr>();
    Ok(axum::serve(listener, service).with_graceful_shutdown(stop.cancelled_owned()).await?)
}

async fn in_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(REQUEST_MAX, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::unavailable("no answer within ten seconds").into_response(),
    }
}
