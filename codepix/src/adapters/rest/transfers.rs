//! `/transfers`: a bank looks at its transfers.

use super::{
    Rest,
    caller::Bank,
    input::{Path, Query},
    problem::Problem,
    views::{self, StatusView, TransferView},
};
use crate::application::{BadField, TransferList, TransferPage, fields};
use axum::{Json, extract::State};
use pix::EndToEndId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Transfers in one answer, at the most.
const LIMIT_MAX: i64 = 100;

#[derive(Deserialize, IntoParams)]
pub struct Page {
    /// `next_before` of the page before.
    #[param(nullable = false)]
    before: Option<EndToEndId>,
    /// All if left out.
    #[param(nullable = false)]
    status: Option<StatusView>,
    /// 0, or left out: as many as there may be.
    #[serde(default)]
    #[param(minimum = 0, maximum = 100)]
    limit: i64,
}

#[derive(Serialize, ToSchema)]
pub struct Transfers {
    transfers: Vec<TransferView>,
    /// Give it as `before` for the next page. With a status a page may be short, or empty, and there is more all the same.
    next_before: Option<EndToEndId>,
}

/// The transfers that the bank sends, newest first.
#[utoipa::path(get, path = "/transfers", params(Page), security(("bank" = [])), responses(
    (status = 200, body = Transfers), (status = 403, description = "the administration's token does not open this"),
    (status = 422, description = "a field breaks a rule; `field` names it")
))]
pub async fn list(
    State(rest): State<Rest>,
    Bank(bank): Bank,
    Query(page): Query<Page>,
) -> Result<Json<Transfers>, Problem> {
    let limit = fields::limit(page.limit, LIMIT_MAX)?;
    let statuses = page.status.map_or(&[][..], StatusView::stages).to_vec();
    let page = TransferPage { origin: Some(bank.ispb), before: page.before, statuses, limit };
    let TransferList { transfers, next_before } = rest.app.transfers.list(&page).await?;
    Ok(Json(Transfers { transfers: transfers.into_iter().map(views::transfer).collect(), next_before }))
}

/// A transfer that the bank sends or receives.
#[utoipa::path(get, path = "/transfers/{end_to_end_id}", security(("bank" = [])),
    params(("end_to_end_id" = EndToEndId, Path)), responses(
        (status = 200, body = TransferView), (status = 403, description = "the administration's token does not open this"),
        (status = 404, description = "none of the bank's"), (status = 422, description = "it is no end-to-end id")
    ))]
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
