//! `/charges`: being paid; and `/c/{token}`, where the code of a charge leads to.

use super::{
    Rest,
    caller::Caller,
    input::{Body, Path, Query},
    problem::Problem,
    transfers::idempotency_key,
    views,
};
use crate::{
    application::{CHARGES_MAX, ChargeRefusal, ChargeRequest},
    domain::ChargeStatus,
};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use bank_contract::{ChargeJson, ChargeRequestJson, ChargeStatusJson, ChargesJson, LocationJson};
use pix::{Cents, Description, PixKey, Txid};
use serde::Deserialize;
use utoipa::IntoParams;

/// Asks to be paid. A charge that is `single_use` or expires is paid once; any other as often as somebody pays.
#[utoipa::path(post, path = "/charges", request_body = ChargeRequestJson, security(("session" = [])),
    params(("Idempotency-Key" = String, Header, pattern = "^[!-~]{1,200}$",
        description = "One for each charge, and the same on every retry.")),
    responses(
        (status = 201, body = ChargeJson, description = "made now, or by an earlier try with this Idempotency-Key"),
        (status = 422, description = "a field breaks a rule; a key that is not the caller's; this Idempotency-Key came with \
            another charge"),
        (status = 503, description = "may have been made: retry with the same Idempotency-Key")
    ))]
pub async fn make(
    State(rest): State<Rest>,
    Caller(account): Caller,
    headers: HeaderMap,
    Body(asked): Body<ChargeRequestJson>,
) -> Result<(StatusCode, Json<ChargeJson>), Problem> {
    let description = Description::parse(asked.description.as_deref().unwrap_or_default());
    let request = ChargeRequest {
        idempotency_key: idempotency_key(&headers)?,
        key: PixKey::detect(&asked.key).map_err(|why| Problem::field("key", why))?,
        amount: asked.amount_cents.map(Cents::new),
        description: description.map_err(|why| Problem::field("description", why))?,
        label: asked.label.unwrap_or_default().trim().to_owned(),
        expires_in_seconds: asked.expires_in_seconds,
        single_use: asked.single_use,
    };
    let charge = rest.app.charging.make(account, request).await?;
    Ok((StatusCode::CREATED, Json(views::charge(charge, Some(Vec::new())))))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ChargesQuery {
    #[param(value_type = Option<ChargeStatusJson>, nullable = false)]
    status: Option<String>,
    /// `next_cursor` of the page before.
    #[param(pattern = "^[A-Za-z0-9]{1,35}$", nullable = false)]
    cursor: Option<String>,
}

/// The caller's charges, the newest first, fifty at a time.
#[utoipa::path(get, path = "/charges", params(ChargesQuery), security(("session" = [])),
    responses((status = 200, body = ChargesJson)))]
pub async fn list(
    State(rest): State<Rest>,
    Caller(account): Caller,
    Query(asked): Query<ChargesQuery>,
) -> Result<Json<ChargesJson>, Problem> {
    let status = asked.status.as_deref().map(status).transpose()?;
    let after = asked.cursor.as_deref().map(cursor).transpose()?;
    let charges = rest.app.charging.page(account, (status, after.as_ref()), CHARGES_MAX).await?;
    let is_full = charges.len() as i64 == CHARGES_MAX;
    let next_cursor = charges.last().filter(|_| is_full).map(|last| last.charge.txid.to_string());
    let charges = charges.into_iter().map(|charge| views::charge(charge, None)).collect();
    Ok(Json(ChargesJson { charges, next_cursor }))
}

fn cursor(text: &str) -> Result<Txid, Problem> {
    let ours = text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    ours.ok_or_else(|| Problem::malformed("take the cursor from `next_cursor` of the page before"))
}

fn status(text: &str) -> Result<ChargeStatus, Problem> {
    let status = ChargeStatus::ALL.into_iter().find(|status| status.as_str() == text);
    status.ok_or_else(|| Problem::malformed("status is `open`, `paid`, `expired` or `removed`"))
}

/// A charge of the caller, with who paid it.
#[utoipa::path(get, path = "/charges/{txid}", security(("session" = [])),
    params(("txid" = String, Path, pattern = "^[A-Za-z0-9]{1,35}$")),
    responses((status = 200, body = ChargeJson), (status = 404, description = "none of the caller's")))]
pub async fn show(
    State(rest): State<Rest>,
    Caller(account): Caller,
    Path(txid): Path<String>,
) -> Result<Json<ChargeJson>, Problem> {
    let (shown, found) = rest.app.charging.find(account, &named(&txid)?).await?;
    let payments = found.payments.into_iter().map(views::payment).collect();
    Ok(Json(views::charge(shown, Some(payments))))
}

/// Takes a charge back: whoever pays it later is refused, and has the money back.
#[utoipa::path(delete, path = "/charges/{txid}", security(("session" = [])),
    params(("txid" = String, Path, pattern = "^[A-Za-z0-9]{1,35}$")),
    responses((status = 204, description = "it can be paid no more"), (status = 404, description = "none of the caller's"),
        (status = 409, description = "it was paid before")))]
pub async fn remove(
    State(rest): State<Rest>,
    Caller(account): Caller,
    Path(txid): Path<String>,
) -> Result<StatusCode, Problem> {
    rest.app.charging.remove(account, &named(&txid)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a dynamic code leads to, for anybody who has the code.
#[utoipa::path(get, path = "/c/{token}", params(("token" = String, Path, pattern = "^[A-Za-z0-9_-]{1,64}$")),
    responses((status = 200, body = LocationJson), (status = 404, description = "no charge lies here")))]
pub async fn location(
    State(rest): State<Rest>,
    Path(token): Path<String>,
) -> Result<Json<LocationJson>, Problem> {
    let (charge, status) = rest.app.charging.of_token(&token).await?;
    let view = rest.app.accounts.view(charge.account).await?.ok_or(ChargeRefusal::Nowhere)?;
    Ok(Json(LocationJson {
        status: status.into(),
        key: charge.key.as_str().to_owned(),
        txid: charge.txid.to_string(),
        amount_cents: charge.amount.map(Cents::get),
        description: charge.description,
        expires_at: charge.expires_at,
        payee: view.name,
    }))
}

fn named(txid: &str) -> Result<Txid, ChargeRefusal> {
    txid.parse().map_err(|_| ChargeRefusal::Nowhere)
}
