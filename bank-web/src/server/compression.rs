//! Pages, style sheets and drawings are compressed; streams, pictures and fonts are not.
//!
//! The length of a compressed page tells how much of it repeats (the BREACH attack): another site that requests a page
//! again and again, with guesses in its address that the page repeats, could read the rest of it from the lengths on
//! the wire. So requests that another site caused, which browsers mark, are answered uncompressed.

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
    router.layer(CompressionLayer::new().compress_when(worth_it)).layer(from_fn(uncompressed_for_other_sites))
}

async fn uncompressed_for_other_sites(mut request: Request, next: Next) -> Response {
    if is_from_another_site(request.headers()) {
        request.headers_mut().remove(ACCEPT_ENCODING);
    }
    next.run(request).await
}

fn is_from_another_site(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site" || site == "same-site")
}
