//! `/sessions`: log in, log out, here or everywhere.

use super::{
    Rest,
    caller::{Caller, Token},
    client_address::ClientAddress,
    input::Body,
    problem::Problem,
};
use crate::application::Login;
use axum::{Json, extract::State, http::StatusCode};
use bank_contract::{LoginRequest, SessionJson};
use banks::Secret;

/// Logs in. A session that is sent along as `authorization` ends, once the new one is there: a browser has one at a time.
/// An account has at most 20; beyond that the oldest end.
#[utoipa::path(post, path = "/sessions", request_body = LoginRequest, responses(
    (status = 201, body = SessionJson), (status = 401, description = "login and password do not match"),
    (status = 429, description = "too many failed log-ins; `Retry-After` says when the next one is heard")
))]
pub async fn start(
    State(rest): State<Rest>,
    ClientAddress(from): ClientAddress,
    before: Option<Token>,
    Body(asked): Body<LoginRequest>,
) -> Result<(StatusCode, Json<SessionJson>), Problem> {
    let instead_of = before.as_ref().map(|Token(before)| before.as_str());
    let login = Login { name: &asked.login, password: Secret::new(asked.password), from, instead_of };
    let session = rest.app.sessions.start(login).await?;
    let session = SessionJson { token: session.token, expires_at: session.expires_at };
    Ok((StatusCode::CREATED, Json(session)))
}

/// Logs out. That the session is over already is no error.
#[utoipa::path(delete, path = "/sessions/current", security(("session" = [])),
    responses((status = 204, description = "the session is over")))]
pub async fn end(State(rest): State<Rest>, Token(token): Token) -> Result<StatusCode, Problem> {
    rest.app.sessions.end(&token).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Logs out everywhere: all sessions of the caller's account end, this one too.
#[utoipa::path(delete, path = "/sessions", security(("session" = [])),
    responses((status = 204, description = "all sessions are over")))]
pub async fn end_all(State(rest): State<Rest>, Caller(account): Caller) -> Result<StatusCode, Problem> {
    rest.app.sessions.end_all(account).await?;
    Ok(StatusCode::NO_CONTENT)
}
