//! What the framework and the page of `/docs` refuse in their own words, said as a problem.

use super::problem::{self, Problem};
use axum::{
    extract::Request,
    http::header::{ALLOW, CONTENT_TYPE},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Passes on every success and every problem; of anything else only the status, and which methods there are.
pub async fn as_problem(request: Request, next: Next) -> Response {
    let answer = next.run(request).await;
    let status = answer.status();
    let is_problem = answer.headers().get(CONTENT_TYPE).is_some_and(|kind| kind == problem::CONTENT_TYPE);
    if is_problem || !(status.is_client_error() || status.is_server_error()) {
        return answer;
    }
    let mut problem = Problem::of_status(status).into_response();
    problem.headers_mut().extend(answer.headers().get(ALLOW).map(|methods| (ALLOW, methods.clone())));
    problem
}
