//! Pix keys: the caller's own, and whom a key would pay.

use super::{
    Rest,
    caller::Caller,
    input::{Body, Path},
    problem::Problem,
    views::BankJson,
};
use crate::{
    application::{KeyWish, Payee, Removal, path_key},
    domain::{HeldKey, KeyStatus},
};
use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use pix::{KeyKind, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Serialize, ToSchema)]
pub struct KeyJson {
    /// cpf, cnpj, phone, email or random.
    kind: &'static str,
    /// None for a random key that the directory has not drawn yet.
    key: Option<String>,
    /// active, registering or removing.
    status: &'static str,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl From<HeldKey> for KeyJson {
    fn from(held: HeldKey) -> Self {
        Self {
            kind: held.kind.as_str(),
            key: held.key.map(|key| key.as_str().to_owned()),
            status: held.status.as_str(),
            created_at: held.created_at,
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyRequest {
    /// cpf, cnpj, phone, email or random.
    #[schema(example = "email")]
    kind: String,
    /// Left out for a random key.
    #[schema(example = "ana@example.com")]
    key: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct PayeeJson {
    kind: &'static str,
    key: String,
    #[schema(value_type = String)]
    entry_id: Uuid,
    name: String,
    tax_id_masked: String,
    bank: BankJson,
}

impl From<Payee> for PayeeJson {
    fn from(payee: Payee) -> Self {
        let bank = payee.bank;
        Self {
            kind: payee.key.kind().as_str(),
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
}

/// The caller's keys, the oldest first.
#[utoipa::path(get, path = "/accounts/me/pix-keys", security(("session" = [])),
    responses((status = 200, body = [KeyJson])))]
pub async fn list(State(rest): State<Rest>, Caller(account): Caller) -> Result<Json<Vec<KeyJson>>, Problem> {
    let keys = rest.keys.list(account).await?;
    Ok(Json(keys.into_iter().map(KeyJson::from).collect()))
}

/// Registers a key.
#[utoipa::path(post, path = "/accounts/me/pix-keys", request_body = KeyRequest, security(("session" = [])), responses(
    (status = 201, body = KeyJson), (status = 202, body = KeyJson, description = "the directory's answer is unknown"),
    (status = 409, description = "somebody holds the key"), (status = 503, description = "the directory is away")
))]
pub async fn register(
    State(rest): State<Rest>,
    Caller(account): Caller,
    Body(asked): Body<KeyRequest>,
) -> Result<(StatusCode, Json<KeyJson>), Problem> {
    let kind: KeyKind = asked.kind.parse().map_err(|why| Problem::field("kind", why))?;
    let wish = KeyWish::read(kind, asked.key.as_deref())?;
    let held = rest.keys.register(account, &wish).await?;
    let code = if held.status == KeyStatus::Active { StatusCode::CREATED } else { StatusCode::ACCEPTED };
    Ok((code, Json(held.into())))
}

/// Removes a key of the caller.
#[utoipa::path(delete, path = "/accounts/me/pix-keys/{key}", security(("session" = [])),
    params(("key" = String, Path, description = "percent-encoded")), responses(
        (status = 204), (status = 202, body = KeyJson, description = "the directory's answer is unknown"),
        (status = 404, description = "none of the caller's")
    ))]
pub async fn remove(
    State(rest): State<Rest>,
    Caller(account): Caller,
    Path(key): Path<String>,
) -> Result<Response, Problem> {
    Ok(match rest.keys.remove(account, &path_key(&key)?).await? {
        Removal::Gone => StatusCode::NO_CONTENT.into_response(),
        Removal::Waits(held) => (StatusCode::ACCEPTED, Json(KeyJson::from(held))).into_response(),
    })
}

/// Whom would the caller pay?
#[utoipa::path(get, path = "/pix-keys/{key}", security(("session" = [])),
    params(("key" = String, Path, description = "percent-encoded")), responses(
        (status = 200, body = PayeeJson), (status = 404, description = "nobody has registered it"),
        (status = 429, description = "too many lookups"), (status = 503, description = "the directory is away")
    ))]
pub async fn look_up(
    State(rest): State<Rest>,
    Caller(account): Caller,
    Path(key): Path<String>,
) -> Result<Json<PayeeJson>, Problem> {
    Ok(Json(rest.keys.look_up(account, &path_key(&key)?).await?.into()))
}
