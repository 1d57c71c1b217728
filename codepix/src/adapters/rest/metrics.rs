//! `/metrics`, for Prometheus and for curious people.

use super::Rest;
use axum::{
    extract::State,
    http::header::CONTENT_TYPE,
    response::{IntoResponse, Response},
};

/// All that this process counts, in Prometheus' text format. Holds no names, ids or amounts of anybody.
#[utoipa::path(get, path = "/metrics", responses((status = 200, content_type = "text/plain", body = String)))]
pub async fn page(State(rest): State<Rest>) -> Response {
    let kind = [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    (kind, rest.metrics.render().await).into_response()
}
