//! `/participants`: the administration adds banks and lists them.

use super::{
    Rest,
    caller::Administration,
    input::{Body, Path},
    problem::Problem,
    views::{self, BankView},
};
use crate::application::ParticipantForm;
use axum::{Json, extract::State};
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
    participants: Vec<BankView>,
}

/// The banks of this CodePix.
#[utoipa::path(get, path = "/participants", security(("administration" = [])), responses(
    (status = 200, body = Banks), (status = 403, description = "a bank's token does not open this")
))]
pub async fn list(State(rest): State<Rest>, _: Administration) -> Result<Json<Banks>, Problem> {
    rest.app.roster.refresh().await?;
    Ok(Json(Banks { participants: rest.app.roster.all().iter().map(views::bank).collect() }))
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
    rest.app.roster.put(&participant, &form.token).await?;
    Ok(Json(views::bank(&participant)))
}
