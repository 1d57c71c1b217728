//! The layers around all routes of a service: its document, bounds for every request, and problems for everything else.

use super::{
    framework_errors::{OfStatus, as_problem},
    problem::ProblemJson,
};
use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Request},
    http::StatusCode,
    middleware::{Next, from_fn, map_response},
    response::{IntoResponse, Response},
    routing::get,
};
use std::{future::ready, time::Duration};
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::openapi::OpenApi;
use utoipa_swagger_ui::SwaggerUi;

/// How large a request may be, and how long it may take; a stream begins within that time.
#[derive(Debug, Clone, Copy)]
pub struct RequestBounds {
    pub body_bytes: usize,
    pub time: Duration,
    /// What somebody reads whose request took longer.
    pub late: &'static str,
}

/// Adds the document at `/openapi.json` and `/docs`, and a problem for every other address.
pub fn documented<P: OfStatus, S>(routes: Router<S>, document: OpenApi) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    let page = document.clone();
    routes
        .route("/openapi.json", get(move || ready(Json(page.clone()))))
        .merge(SwaggerUi::new("/docs").url("/docs/openapi.json", document))
        .fallback(|| ready(P::of_status(StatusCode::NOT_FOUND)))
        .method_not_allowed_fallback(|| ready(P::of_status(StatusCode::METHOD_NOT_ALLOWED)))
}

/// Keeps every request within `bounds`, and answers in problems whatever goes wrong.
pub fn guarded<P: OfStatus, S>(router: Router<S>, bounds: RequestBounds) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    router
        .layer(DefaultBodyLimit::max(bounds.body_bytes))
        .layer(map_response(as_problem::<P>))
        .layer(from_fn(move |request, next| in_time(bounds, request, next)))
        .layer(CatchPanicLayer::custom(|_| P::of_status(StatusCode::INTERNAL_SERVER_ERROR).into_response()))
}

async fn in_time(bounds: RequestBounds, request: Request, next: Next) -> Response {
    match tokio::time::timeout(bounds.time, next.run(request)).await {
        Ok(response) => response,
        Err(_) => ProblemJson::unavailable(bounds.late).into_response(),
    }
}
