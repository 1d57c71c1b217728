//! Pix keys: the caller's own, and whom a key would pay.

use super::{
    Rest,
    caller::Caller,
    input::{Body, Path},
    problem::Problem,
};
use crate::{
    application::{KeyRequest, Payee, Removal, path_key},
    domain::{HeldKey, KeyStatus},
};
use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use bank_contract::{BankJson, KeyBody, KeyJson, KeyStatusJson, PayeeJson};
use pix::{KeyKind, PixKey};

fn key(held: HeldKey) -> KeyJson {
    KeyJson {
        kind: held.kind,
        key: held.key.map(|key| key.as_str().to_owned()),
        status: match held.status {
            KeyStatus::Active => KeyStatusJson::Active,
            KeyStatus::Registering => KeyStatusJson::Registering,
            KeyStatus::Removing => KeyStatusJson::Removing,
        },
        created_at: held.created_at,
    }
}

pub(super) fn payee(payee: Payee) -> PayeeJson {
    let bank = payee.bank;
    PayeeJson {
        kind: payee.key.kind(),
        key: payee.key.as_str().to_owned(),
        entry_id: payee.entry_id,
        name: payee.name,
        tax_id_masked: payee.tax_id_masked,
        bank: BankJson {
            code: bank.code.to_string(),
            ispb: bank.ispb.to_string(),
            name: bank.name.to_string(),
        },
    }
}

/// The caller's keys, the oldest first.
#[utoipa::path(get, path = "/accounts/me/pix-keys", security(("session" = [])),
    responses((status = 200, body = [KeyJson])))]
pub async fn list(State(rest): State<Rest>, Caller(account): Caller) -> Result<Json<Vec<KeyJson>>, Problem> {
    let keys = rest.app.keys.list(account).await?;
    Ok(Json(keys.into_iter().map(key).collect()))
}

/// Registers a key: what the holder is known by (a CPF or CNPJ is the holder's own), or a random one that is drawn.
#[utoipa::path(post, path = "/accounts/me/pix-keys", request_body = KeyBody, security(("session" = [])), responses(
    (status = 201, body = KeyJson), (status = 202, body = KeyJson, description = "the directory's answer is unknown: it is asked again"),
    (status = 409, description = "somebody holds the key: the caller, or somebody at the bank in `holder`"),
    (status = 422, description = "a field breaks a rule; another's tax id; too many keys; the account is closed"),
    (status = 503, description = "the directory is away, and nothing was registered")
))]
pub async fn register(
    State(rest): State<Rest>,
    Caller(account): Caller,
    Body(asked): Body<KeyBody>,
) -> Result<(StatusCode, Json<KeyJson>), Problem> {
    let kind: KeyKind = asked.kind.parse().map_err(|why| Problem::field("kind", why))?;
    let wanted = KeyRequest::read(kind, asked.key.as_deref())?;
    let held = rest.app.keys.register(account, &wanted).await?;
    let code = if held.status == KeyStatus::Active { StatusCode::CREATED } else { StatusCode::ACCEPTED };
    Ok((code, Json(key(held))))
}

/// Removes a key of the caller.
#[utoipa::path(delete, path = "/accounts/me/pix-keys/{key}", security(("session" = [])),
    params(("key" = PixKey, Path, description = "percent-encoded")), responses(
        (status = 204, description = "the key is gone"),
        (status = 202, body = KeyJson, description = "the directory's answer is unknown: it is asked again"),
        (status = 404, description = "none of the caller's"), (status = 422, description = "it is no key")
    ))]
pub async fn remove(
    State(rest): State<Rest>,
    Caller(account): Caller,
    Path(key): Path<String>,
) -> Result<Response, Problem> {
    Ok(match rest.app.keys.remove(account, &path_key(&key)?).await? {
        Removal::Gone => StatusCode::NO_CONTENT.into_response(),
        Removal::Waits(held) => (StatusCode::ACCEPTED, Json(self::key(held))).into_response(),
    })
}

/// Whom would the caller pay?
#[utoipa::path(get, path = "/pix-keys/{key}", security(("session" = [])),
    params(("key" = PixKey, Path, description = "percent-encoded")), responses(
        (status = 200, body = PayeeJson), (status = 404, description = "nobody has registered it"),
        (status = 422, description = "it is no key"), (status = 429, description = "too many lookups"),
        (status = 503, description = "the directory is away")
    ))]
pub async fn look_up(
    State(rest): State<Rest>,
    Caller(account): Caller,
    Path(key): Path<String>,
) -> Result<Json<PayeeJson>, Problem> {
    Ok(Json(payee(rest.app.keys.look_up(account, &path_key(&key)?).await?)))
}
