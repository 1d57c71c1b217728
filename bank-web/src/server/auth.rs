//! Who asks: the session of the browser, the way its request came, and where it may be led back to.

use std::{convert::Infallible, net::SocketAddr};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{Method, StatusCode, request::Parts},
    response::{IntoResponse, Redirect, Response},
};

use super::{AppState, PageRequest, bank_api::Token};
use crate::format::url_encoded;

/// The way a request came, as `X-Forwarded-For` tells it: whom the proxies before us spoke to, and who spoke to us. The bank
/// counts failed log-ins by it.
pub struct ForwardedFor(pub String);

impl<S: Sync> FromRequestParts<S> for ForwardedFor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let before = parts.headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok());
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map(|ConnectInfo(peer)| peer.ip().to_string());
        Ok(ForwardedFor(before.map(str::to_owned).chain(peer).collect::<Vec<_>>().join(", ")))
    }
}

/// Somebody with a session; whether it still holds, the bank says. Anybody else is led to the log-in, and back.
pub struct Session(pub Token);

impl FromRequestParts<AppState> for Session {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Response> {
        let MaybeSession(token) = MaybeSession::from_request_parts(parts, app).await?;
        let Some(token) = token else {
            let Ok(request) = PageRequest::from_request_parts(parts, app).await;
            return Err(if request.wants_json || parts.uri.path() == "/events" {
                StatusCode::UNAUTHORIZED.into_response()
            } else {
                Redirect::to(&format!("/login?next={}", url_encoded(&request.path))).into_response()
            });
        };
        Ok(Session(token))
    }
}

/// Somebody with or without a session. Whoever sends two begins anew: neither can be trusted.
pub struct MaybeSession(pub Option<Token>);

impl FromRequestParts<AppState> for MaybeSession {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Response> {
        if let Ok(token) = app.cookies.session(&parts.headers) {
            return Ok(MaybeSession(token));
        }
        let Ok(request) = PageRequest::from_request_parts(parts, app).await;
        // A page leads to a clean log-in. The log-in itself must not lead to itself: the browser may keep sending both.
        let door = ["/login", "/events"].contains(&parts.uri.path());
        if parts.method == Method::GET && !request.wants_json && !door {
            let login = format!("/login?ended=1&next={}", url_encoded(&request.path));
            return Err((app.cookies.end_session(), Redirect::to(&login)).into_response());
        }
        Err(app.two_sessions(request).await)
    }
}

/// A path of our own to go back to; anything else is `/home`.
pub fn local_path(path: &str) -> String {
    let own = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n']);
    if own { path.to_owned() } else { "/home".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::local_path;

    #[test]
    fn nobody_is_led_to_another_site() {
        for path in ["https://example.com", "//example.com", "/\\example.com", "", "javascript:alert(1)"] {
            assert_eq!(local_path(path), "/home", "{path}");
        }
        assert_eq!(local_path("/pix/send?key=a%40b"), "/pix/send?key=a%40b");
    }
}
