//! `/metrics`, for Prometheus and for curious people.

use axum::{
    extract::State,
    http::header::CONTENT_TYPE,
    response::{IntoResponse, Response},
};
use telemetry::Metrics;

/// All that this process counts, in Prometheus' text format. Holds no names, ids or amounts of anybody.
#[utoipa::path(get, path = "/metrics", responses((status = 200, content_type = "text/plain", body = String)))]
pub async fn page(State(metrics): State<Metrics>) -> Response {
    let kind = [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    (kind, metrics.render().await).into_response()
}
