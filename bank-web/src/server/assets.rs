//! The files a page asks for: one style sheet, whose name changes with its content, and the mark as icon.

use std::hash::{DefaultHasher, Hash, Hasher};

use axum::{
    Router,
    http::header::{CACHE_CONTROL, CONTENT_TYPE},
    routing::get,
};

use crate::site::Brand;

/// Tokens before the rules that use them.
const STYLESHEET: &str =
    concat!(include_str!("../../style/tokens.css"), include_str!("../../style/bank.css"));

const FOR_EVER: &str = "public, max-age=31536000, immutable";
const FOR_AN_HOUR: &str = "public, max-age=3600";

/// Where [`assets`] serves the style sheet.
pub(super) fn stylesheet_path() -> String {
    let mut hasher = DefaultHasher::new();
    STYLESHEET.hash(&mut hasher);
    format!("/assets/bank-{:016x}.css", hasher.finish())
}

pub(super) fn assets<S: Clone + Send + Sync + 'static>(brand: Brand) -> Router<S> {
    let file = |content_type, cache_control, content: &'static str| {
        get(move || async move { ([(CONTENT_TYPE, content_type), (CACHE_CONTROL, cache_control)], content) })
    };
    Router::new()
        .route(&stylesheet_path(), file("text/css; charset=utf-8", FOR_EVER, STYLESHEET))
        .route("/favicon.svg", file("image/svg+xml", FOR_AN_HOUR, brand.mark()))
}
