//! How somebody wants to be answered: language, colours, page or value. Read from headers alone.

use std::convert::Infallible;

use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};

use super::{AppState, bank_api::Token, cookies::read};
use crate::{site::Scheme, texts::Lang};

/// Of anybody, with a session or without.
#[derive(Clone)]
pub struct PageRequest {
    pub lang: Lang,
    pub scheme: Scheme,
    /// Amounts are hidden.
    pub hide: bool,
    /// Path and query of what was asked for.
    pub path: String,
    /// The page's value as JSON rather than the document: the browser has drawn the page before.
    pub wants_json: bool,
    /// What the form before has done, for the page to say.
    pub flash: Option<String>,
    /// Whether it is still valid, the bank says.
    pub session: Option<Token>,
}

impl FromRequestParts<AppState> for PageRequest {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Infallible> {
        let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let lang = read(&parts.headers, "lang").and_then(|tag| Lang::from_tag(&tag));
        let lang = lang.unwrap_or_else(|| Lang::accepted(text(header::ACCEPT_LANGUAGE).unwrap_or_default()));
        let scheme = read(&parts.headers, "scheme").and_then(|word| Scheme::from_word(&word));
        let hide = read(&parts.headers, "hide").is_some_and(|word| word == "1");
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        let wants_json = text(header::ACCEPT).is_some_and(|accept| accept.starts_with("application/json"));
        let scheme = scheme.unwrap_or_default();
        let flash = app.cookies.flash(&parts.headers);
        let session = app.cookies.session(&parts.headers).ok().flatten();
        Ok(PageRequest { lang, scheme, hide, path, wants_json, flash, session })
    }
}
