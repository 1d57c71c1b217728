//! `/sessions`: log in, log out.

use super::{Rest, caller::Token, client_address::ClientAddress, input::Body, problem::Problem};
use axum::{Json, extract::State, http::StatusCode};
use pix::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LoginRequest {
    /// E-mail, CPF or CNPJ. What belongs to nobody is answered as a wrong password is.
    #[schema(example = "ana@example.com")]
    login: String,
    #[schema(example = "correct horse")]
    password: String,
}

#[derive(Serialize, ToSchema)]
pub struct SessionJson {
    /// For the `authorization` header: `Bearer <token>`.
    token: String,
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

/// Logs in.
#[utoipa::path(post, path = "/sessions", request_body = LoginRequest, responses(
    (status = 201, body = SessionJson), (status = 401, description = "login and password do not match"),
    (status = 429, description = "too many failed log-ins; `Retry-After` says when the next one is heard")
))]
pub async fn start(
    State(rest): State<Rest>,
    ClientAddress(from): ClientAddress,
    Body(asked): Body<LoginRequest>,
) -> Result<(StatusCode, Json<SessionJson>), Problem> {
    let session = rest.sessions.start(&asked.login, asked.password, from).await?;
    let session = SessionJson { token: session.token, expires_at: session.expires_at };
    Ok((StatusCode::CREATED, Json(session)))
}

/// Logs out. That the session is over already is no error.
#[utoipa::path(delete, path = "/sessions/current", security(("session" = [])),
    responses((status = 204, description = "the session is over")))]
pub async fn end(State(rest): State<Rest>, Token(token): Token) -> Result<StatusCode, Problem> {
    if let Some(account) = rest.sessions.end(&token).await? {
        // Its streams look at once whether they may go on; that nobody has one is no error.
        let _ = rest.changed.send([account].into());
    }
    Ok(StatusCode::NO_CONTENT)
}
