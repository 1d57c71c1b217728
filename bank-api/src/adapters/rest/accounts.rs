//! `/accounts`: opening one, and looking at one's own.

use super::{Rest, caller::Caller, client_address::ClientAddress, input::Body, problem::Problem, views};
use crate::application::NewAccount;
use axum::{Json, extract::State, http::StatusCode};
use bank_contract::{AccountJson, OpenRequest};
use banks::Secret;

/// Opens an account, with opening money.
#[utoipa::path(post, path = "/accounts", request_body = OpenRequest, responses(
    (status = 201, body = AccountJson), (status = 409, description = "tax id or e-mail is taken; `field` says which"),
    (status = 422, description = "a field is wrong; `field` names it"),
    (status = 429, description = "too many accounts were asked for from one network")
))]
pub async fn open(
    State(rest): State<Rest>,
    ClientAddress(from): ClientAddress,
    Body(asked): Body<OpenRequest>,
) -> Result<(StatusCode, Json<AccountJson>), Problem> {
    let OpenRequest { name, tax_id, email, password, pin } = asked;
    let (password, pin) = (Secret::new(password), Secret::new(pin));
    let view = rest.app.opening.open(NewAccount { name, tax_id, email, password, pin }, from).await?;
    Ok((StatusCode::CREATED, Json(views::account(&view, &rest.app.bank))))
}

/// The caller's account.
#[utoipa::path(get, path = "/accounts/me", security(("session" = [])), responses((status = 200, body = AccountJson)))]
pub async fn me(State(rest): State<Rest>, Caller(account): Caller) -> Result<Json<AccountJson>, Problem> {
    let view = rest.app.accounts.view(account).await?.ok_or_else(Problem::no_session)?;
    Ok(Json(views::account(&view, &rest.app.bank)))
}
