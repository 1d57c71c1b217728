//! Security headers: a browser must not load or run anything on our pages that did not come from here, nor frame anything
//! but the banks' pages.

use axum::{
    Router,
    http::{HeaderName, HeaderValue, header},
};
use tower_http::set_header::SetResponseHeaderLayer;

use super::phones::origin;
use crate::journal::Ground;

/// The policy of whatever is not a page.
const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'";

/// The policy of the page: its own files, its own events, and the phones. No script and no style stands in the page itself.
pub(super) fn of_page(ground: &Ground) -> String {
    let mut phones: Vec<String> = ground.banks.iter().filter_map(|bank| origin(&bank.web_url)).collect();
    if phones.is_empty() {
        phones.push("'none'".to_owned());
    }
    format!(
        "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; form-action 'none'; \
         frame-ancestors 'none'; frame-src {}; img-src 'self' data:; script-src 'self'; style-src 'self'",
        phones.join(" ")
    )
}

/// Adds the headers that every answer carries.
pub(super) fn secured(router: Router) -> Router {
    [
        (header::CONTENT_SECURITY_POLICY, NOTHING),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    ]
    .into_iter()
    .fold(router, |router, (name, value)| {
        router.layer(SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value)))
    })
}
