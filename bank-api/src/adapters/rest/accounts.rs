//! `/accounts`: opening one, and looking at one's own.

use super::{
    Rest, caller::Caller, client_address::ClientAddress, input::Body, problem::Problem, views::AccountJson,
};
use crate::application::NewAccount;
use axum::{Json, extract::State, http::StatusCode};
use banks::Secret;
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenRequest {
    #[schema(value_type = pix::PersonName)]
    name: String,
    #[schema(value_type = pix::TaxId)]
    tax_id: String,
    /// For logging in; kept in lower case.
    #[schema(
        example = "ana@example.com",
        max_length = 254,
        pattern = r"^[!-?A-~]+@[!-\-/-?A-~]+(\.[!-\-/-?A-~]+)+$"
    )]
    email: String,
    /// Composed (NFC) before it is hashed.
    #[schema(example = "correct horse", min_length = 8, max_length = 128)]
    password: String,
    /// Four digits, asked for whenever money is sent.
    #[schema(example = "1234", pattern = "^[0-9]{4}$")]
    pin: String,
}

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
    Ok((StatusCode::CREATED, Json(AccountJson::new(&view, &rest.app.bank))))
}

/// The caller's account.
#[utoipa::path(get, path = "/accounts/me", security(("session" = [])), responses((status = 200, body = AccountJson)))]
pub async fn me(State(rest): State<Rest>, Caller(account): Caller) -> Result<Json<AccountJson>, Problem> {
    let view = rest.app.accounts.view(account).await?.ok_or_else(Problem::no_session)?;
    Ok(Json(AccountJson::new(&view, &rest.app.bank)))
}
