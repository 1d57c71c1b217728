//! Headers that mean something once. Of two, one program would go by the first and another by the last.

use super::problem::Problem;
use axum::{
    extract::Request,
    http::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, HOST},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Refuses a request that has one of them twice.
pub async fn headers(request: Request, next: Next) -> Response {
    let standard = [AUTHORIZATION, CONTENT_TYPE, CONTENT_ENCODING, HOST];
    let names = standard.iter().map(|name| name.as_str()).chain(["idempotency-key", "last-event-id"]);
    for name in names {
        if request.headers().get_all(name).iter().nth(1).is_some() {
            return Problem::malformed(format!("send the header {name} once, not twice")).into_response();
        }
    }
    next.run(request).await
}
