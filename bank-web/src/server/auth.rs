//! Who asks: the browser's session, the addresses that its request came through, and the paths that it may be
//! redirected to.

use std::{convert::Infallible, net::SocketAddr};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{Method, StatusCode, request::Parts},
    response::{IntoResponse, Redirect, Response},
};

use super::{AppState, PageRequest, bank_api::Token};
use crate::format::url_encoded;

/// The addresses that a request came through, as `X-Forwarded-For` lists them, and at the end the peer that connected
/// to us. The bank counts failed log-ins by them.
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

/// A request with a session; whether it is still valid, the bank says. Anybody else is redirected to the log-in, and
/// back after it.
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

/// A request with or without a session. With two different ones neither can be trusted, and the browser has to log in
/// again.
pub struct MaybeSession(pub Option<Token>);

impl FromRequestParts<AppState> for MaybeSession {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Response> {
        if let Ok(token) = app.cookies.session(&parts.headers) {
            return Ok(MaybeSession(token));
        }
        let Ok(request) = PageRequest::from_request_parts(parts, app).await;
        // A page redirects to a clean log-in. The log-in must not redirect to itself: the browser may go on sending both.
        let never_redirects = ["/login", "/events"].contains(&parts.uri.path());
        if parts.method == Method::GET && !request.wants_json && !never_redirects {
            let login = format!("/login?ended=1&next={}", url_encoded(&request.path));
            return Err((app.cookies.end_session(), Redirect::to(&login)).into_response());
        }
        Err(app.two_sessions(request).await)
    }
}

/// The path, if it is one of this site; otherwise `/home`, so that no link redirects to another site.
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
