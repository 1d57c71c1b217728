//! Pages, style sheets and drawings travel compressed; streams, pictures and fonts as they are.
//!
//! What is compressed tells by its length how much of it is alike. A page that repeats words of its own address, asked
//! for by a stranger again and again, could so give away what else stands in it, to whoever sees lengths on the wire. So
//! what another site asks for stays uncompressed; a browser says which that is.

use axum::{
    Router,
    extract::Request,
    http::{HeaderMap, header::ACCEPT_ENCODING},
    middleware::{Next, from_fn},
    response::Response,
};
use tower_http::compression::{
    CompressionLayer, DefaultPredicate, Predicate,
    predicate::{NotForContentType, SizeAbove},
};

/// Shorter answers fit one packet as they are.
const BYTES_MIN: u64 = 860;

pub fn compressed(router: Router) -> Router {
    let worth_it =
        DefaultPredicate::new().and(NotForContentType::const_new("font/")).and(SizeAbove::new(BYTES_MIN));
    router.layer(CompressionLayer::new().compress_when(worth_it)).layer(from_fn(plain_for_strangers))
}

async fn plain_for_strangers(mut request: Request, next: Next) -> Response {
    if is_asked_for_by_a_stranger(request.headers()) {
        request.headers_mut().remove(ACCEPT_ENCODING);
    }
    next.run(request).await
}

fn is_asked_for_by_a_stranger(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site" || site == "same-site")
}
