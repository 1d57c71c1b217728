//! `/participants`: the administration adds banks, lists them, and takes their tokens away.

use super::{
    Rest,
    caller::Administration,
    input::{Body, Path},
    problem::Problem,
    views::{self, BankView},
};
use crate::application::{BadField, Enrolled, ParticipantForm};
use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
pub struct NewBank {
    #[schema(value_type = pix::Ispb, example = "30000003")]
    ispb: String,
    #[schema(value_type = pix::PersonName, example = "Banco Três")]
    name: String,
    /// The bank's bearer token; kept hashed.
    #[schema(pattern = "^[!-~]{16,}$", example = "a-long-random-token-of-bank-003")]
    token: String,
}

#[derive(Serialize, ToSchema)]
pub struct Banks {
    participants: Vec<ParticipantView>,
}

#[derive(Serialize, ToSchema)]
pub struct ParticipantView {
    #[serde(flatten)]
    bank: BankView,
    /// Its token was taken away.
    revoked: bool,
}

/// The banks of this CodePix.
#[utoipa::path(get, path = "/participants", security(("administration" = [])), responses(
    (status = 200, body = Banks), (status = 403, description = "a bank's token does not open this")
))]
pub async fn list(State(rest): State<Rest>, _: Administration) -> Result<Json<Banks>, Problem> {
    rest.app.participants.refresh().await?;
    let all = rest.app.participants.all();
    let participants = all.iter().map(|Enrolled { bank, token, .. }| ParticipantView {
        bank: views::bank(bank),
        revoked: token.is_none(),
    });
    Ok(Json(Banks { participants: participants.collect() }))
}

/// Adds a bank, or gives it another name or token. Its code and its ISPB stay.
#[utoipa::path(put, path = "/participants/{code}", request_body = NewBank, security(("administration" = [])),
    params(("code" = pix::BankCode, Path)), responses(
        (status = 200, body = BankView), (status = 403, description = "a bank's token does not open this"),
        (status = 409, description = "code, ISPB or token is another bank's")
    ))]
pub async fn put(
    State(rest): State<Rest>,
    _: Administration,
    Path(code): Path<String>,
    Body(NewBank { ispb, name, token }): Body<NewBank>,
) -> Result<Json<BankView>, Problem> {
    let form = ParticipantForm { code, ispb, name, token };
    let participant = form.read()?;
    rest.app.participants.put(&participant, &form.token).await?;
    Ok(Json(views::bank(&participant)))
}

/// Takes the bank's token away. Its keys stay, and what is under way ends.
#[utoipa::path(delete, path = "/participants/{code}", security(("administration" = [])),
    params(("code" = pix::BankCode, Path)), responses(
        (status = 204, description = "its token opens nothing any more"),
        (status = 403, description = "a bank's token does not open this"),
        (status = 404, description = "no bank has this code"),
        (status = 422, description = "a field breaks a rule; `field` names it")
    ))]
pub async fn revoke(
    State(rest): State<Rest>,
    _: Administration,
    Path(code): Path<String>,
) -> Result<StatusCode, Problem> {
    let code = code.parse().map_err(|error| BadField::new("code", error))?;
    if rest.app.participants.revoke(code).await? {
        return Ok(StatusCode::NO_CONTENT);
    }
    Err(Problem::not_found("no bank has this code"))
}
