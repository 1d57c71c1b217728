//! What the framework and the page of `/docs` refuse in their own words, as a problem.

use super::problem::CONTENT_TYPE;
use axum::{
    http::{
        StatusCode,
        header::{self, ALLOW},
    },
    response::{IntoResponse, Response},
};

/// The problem of a service for a refusal of which only the status is known.
pub trait OfStatus: IntoResponse + Send + 'static {
    fn of_status(status: StatusCode) -> Self;
}

/// Passes on every success and every problem; of anything else only the status, and which methods there are.
pub async fn as_problem<P: OfStatus>(answer: Response) -> Response {
    let status = answer.status();
    let is_problem = answer.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == CONTENT_TYPE);
    if is_problem || !(status.is_client_error() || status.is_server_error()) {
        return answer;
    }
    let mut problem = P::of_status(status).into_response();
    problem.headers_mut().extend(answer.headers().get(ALLOW).map(|methods| (ALLOW, methods.clone())));
    problem
}
