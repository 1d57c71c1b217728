//! `/transfers`: a bank looks at its transfers.

use super::{
    Rest,
    caller::Bank,
    input::{Path, Query},
    problem::Problem,
    views::{self, StatusView, TransferView},
};
use crate::application::{BadField, TransferList, TransferPage, key_form};
use axum::{Json, extract::State};
use pix::EndToEndId;
use serde::{Deserialize, Serialize};

/// Transfers in one answer, at the most.
const LIMIT_MAX: i64 = 100;

#[derive(Deserialize)]
pub struct Page {
    before: Option<EndToEndId>,
    status: Option<StatusView>,
    #[serde(default)]
    limit: i64,
}

#[derive(Serialize)]
pub struct Transfers {
    transfers: Vec<TransferView>,
    /// Give it as `before` for the next page. With a status a page may be short, or empty, and there is more all the same.
    next_before: Option<EndToEndId>,
}

/// Those the bank sends, newest first.
pub async fn list(
    State(rest): State<Rest>,
    Bank(bank): Bank,
    Query(page): Query<Page>,
) -> Result<Json<Transfers>, Problem> {
    let limit = key_form::limit(page.limit, LIMIT_MAX)?;
    let statuses = page.status.map_or(&[][..], StatusView::stages).to_vec();
    let page = TransferPage { origin: Some(bank.ispb), before: page.before, statuses, limit };
    let TransferList { transfers, next_before } = rest.app.transfers.list(&page).await?;
    Ok(Json(Transfers { transfers: transfers.into_iter().map(views::transfer).collect(), next_before }))
}

/// One that the bank sends or receives.
pub async fn show(
    State(rest): State<Rest>,
    Bank(bank): Bank,
    Path(id): Path<String>,
) -> Result<Json<TransferView>, Problem> {
    let id = id.parse().map_err(|error| BadField::new("end_to_end_id", error))?;
    let transfer = rest.app.transfer(id, bank.ispb).await?;
    let transfer = transfer.ok_or_else(|| Problem::not_found("you have no transfer of this id"))?;
    Ok(Json(views::transfer(transfer)))
}
