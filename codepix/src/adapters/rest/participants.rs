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

#[derive(Deserialize)]
pub struct NewBank {
    ispb: String,
    name: String,
    /// At least 16 characters; stored hashed.
    token: String,
}

#[derive(Serialize)]
pub struct Banks {
    participants: Vec<ParticipantView>,
}

#[derive(Serialize)]
pub struct ParticipantView {
    #[serde(flatten)]
    bank: BankView,
    /// Its token was taken away.
    revoked: bool,
}

pub async fn list(State(rest): State<Rest>, _: Administration) -> Result<Json<Banks>, Problem> {
    rest.app.roster.refresh().await?;
    let all = rest.app.roster.all();
    let participants = all.iter().map(|Enrolled { bank, token }| ParticipantView {
        bank: views::bank(bank),
        revoked: token.is_none(),
    });
    Ok(Json(Banks { participants: participants.collect() }))
}

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

/// Takes the bank's token away. Its keys stay, and what is under way ends.
pub async fn revoke(
    State(rest): State<Rest>,
    _: Administration,
    Path(code): Path<String>,
) -> Result<StatusCode, Problem> {
    let code = code.parse().map_err(|error| BadField::new("code", error))?;
    if rest.app.roster.revoke(code).await? {
        return Ok(StatusCode::NO_CONTENT);
    }
    Err(Problem::not_found("no bank has this code"))
}
