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

/// The policy of the pages that phones load: their own files, their own stream, their own forms.
const OF_A_FORM: &str = "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; form-action 'self'; \
                         frame-ancestors 'none'; img-src 'self' data:; script-src 'self'; style-src 'self'";

/// What comes with such a page.
pub(super) fn of_a_form() -> [(HeaderName, &'static str); 3] {
    [
        (header::CONTENT_SECURITY_POLICY, OF_A_FORM),
        (header::CACHE_CONTROL, "no-store"),
        (header::VARY, "accept-language, cookie, host"),
    ]
}

/// The policy of a recording, which carries all that it needs, and runs as a site of its own.
pub(super) const OF_A_RECORDING: &str = "default-src 'none'; base-uri 'none'; font-src data:; form-action 'none'; \
                                         frame-ancestors 'none'; img-src data:; sandbox allow-scripts allow-downloads; \
                                         script-src 'unsafe-inline'; style-src 'unsafe-inline'";

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
