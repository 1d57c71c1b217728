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

#[derive(Deserialize)]
pub struct NewBank {
    ispb: String,
    name: String,
    /// At least 16 characters; stored hashed.
    token: String,
}

#[derive(Serialize)]
pub struct Banks {
    participants: Vec<BankView>,
}

pub async fn list(State(rest): State<Rest>, _: Administration) -> Result<Json<Banks>, Problem> {
    rest.app.roster.refresh().await?;
    Ok(Json(Banks { participants: rest.app.roster.all().iter().map(views::bank).collect() }))
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
