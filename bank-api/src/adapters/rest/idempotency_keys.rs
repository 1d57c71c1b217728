//! `/idempotency-keys/{key}`: what became of an order whose answer was lost, asked for without ordering again.

use super::{Rest, caller::Caller, input::Path, problem::Problem, views};
use crate::application::IdempotencyKey;
use axum::{Json, extract::State};
use bank_contract::TransferJson;

/// The transfer that the caller ordered with this Idempotency-Key.
#[utoipa::path(get, path = "/idempotency-keys/{idempotency_key}", security(("session" = [])),
    params(("idempotency_key" = String, Path, pattern = "^[!-~]{1,200}$", description = "percent-encoded")),
    responses(
        (status = 200, body = TransferJson),
        (status = 404, description = "no order of the caller with this key has been accepted (yet)")
    ))]
pub async fn show(
    State(rest): State<Rest>,
    Caller(account): Caller,
    Path(idempotency_key): Path<String>,
) -> Result<Json<TransferJson>, Problem> {
    let none = || Problem::not_found("you have ordered nothing with this key");
    let key = IdempotencyKey::parse(&idempotency_key).ok_or_else(none)?;
    let transfer = rest.app.statements.ordered(account, &key).await?.ok_or_else(none)?;
    let view = rest.app.accounts.view(account).await?.ok_or_else(Problem::no_session)?;
    Ok(Json(views::transfer(transfer, &view, &rest.app.bank)))
}
