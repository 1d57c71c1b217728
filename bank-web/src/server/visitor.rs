//! Who asks, and how they like to be answered. Read from headers alone.

use std::{convert::Infallible, net::SocketAddr};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{Method, StatusCode, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};

use super::{api::Token, app::App, cookies::read};
use crate::{copy::Lang, site::Scheme, text::percent};

/// Anybody.
#[derive(Clone)]
pub struct Visitor {
    pub lang: Lang,
    pub scheme: Scheme,
    /// Amounts are not to be seen.
    pub hide: bool,
    /// Path and query of what was asked for.
    pub path: String,
    /// The page's value rather than the page: the browser has drawn it before.
    pub wants_value: bool,
    /// What was done by the form before, for the page to say.
    pub noted: Option<String>,
    /// Whether it still holds, the bank says.
    pub session: Option<Token>,
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let lang = read(&parts.headers, "lang").and_then(|tag| Lang::from_tag(&tag));
        let lang = lang.unwrap_or_else(|| Lang::accepted(text(header::ACCEPT_LANGUAGE).unwrap_or_default()));
        let scheme = read(&parts.headers, "scheme").and_then(|word| Scheme::from_word(&word));
        let hide = read(&parts.headers, "hide").is_some_and(|word| word == "1");
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        let wants_value = text(header::ACCEPT).is_some_and(|accept| accept.starts_with("application/json"));
        let scheme = scheme.unwrap_or_default();
        let noted = app.cookies.noted(&parts.headers);
        let session = app.cookies.session(&parts.headers).ok().flatten();
        Ok(Visitor { lang, scheme, hide, path, wants_value, noted, session })
    }
}

/// The way a request came, as `X-Forwarded-For` tells it: whom the proxies before us spoke to, and who spoke to us. The bank
/// counts failed log-ins by it.
pub struct Way(pub String);

impl<S: Sync> FromRequestParts<S> for Way {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let before = parts.headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok());
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map(|ConnectInfo(peer)| peer.ip().to_string());
        Ok(Way(before.map(str::to_owned).chain(peer).collect::<Vec<_>>().join(", ")))
    }
}

/// Somebody with a session; whether it still holds, the bank says. Anybody else is led to the log-in, and back.
pub struct Session(pub Token);

impl FromRequestParts<App> for Session {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let MaybeSession(token) = MaybeSession::from_request_parts(parts, app).await?;
        let Some(token) = token else {
            let Ok(visitor) = Visitor::from_request_parts(parts, app).await;
            return Err(if visitor.wants_value || parts.uri.path() == "/events" {
                StatusCode::UNAUTHORIZED.into_response()
            } else {
                Redirect::to(&format!("/login?next={}", percent(&visitor.path))).into_response()
            });
        };
        Ok(Session(token))
    }
}

/// Somebody with or without a session. Whoever sends two begins anew: neither can be trusted.
pub struct MaybeSession(pub Option<Token>);

impl FromRequestParts<App> for MaybeSession {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        if let Ok(token) = app.cookies.session(&parts.headers) {
            return Ok(MaybeSession(token));
        }
        let Ok(visitor) = Visitor::from_request_parts(parts, app).await;
        // A page leads to a clean log-in. The log-in itself must not lead to itself: the browser may keep sending both.
        let door = ["/login", "/events"].contains(&parts.uri.path());
        if parts.method == Method::GET && !visitor.wants_value && !door {
            let login = format!("/login?ended=1&next={}", percent(&visitor.path));
            return Err((app.cookies.end_session(), Redirect::to(&login)).into_response());
        }
        Err(app.two_sessions(visitor).await)
    }
}

/// A path of our own to go back to; anything else is `/home`.
pub fn own_path(path: &str) -> String {
    let own = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n']);
    if own { path.to_owned() } else { "/home".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn nobody_is_led_to_another_site() {
        for path in ["https://example.com", "//example.com", "/\\example.com", "", "javascript:alert(1)"] {
            assert_eq!(own_path(path), "/home", "{path}");
        }
        assert_eq!(own_path("/pix/send?key=a%40b"), "/pix/send?key=a%40b");
    }
}
