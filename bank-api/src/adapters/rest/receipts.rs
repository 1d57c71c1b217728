//! `/receipts/{path}`: what anybody may verify who holds a receipt.

use super::{Rest, client_address::ClientAddress, input::Path, problem::Problem};
use crate::application::{Receipt, ReceiptRefusal, ReceiptStatus};
use axum::{
    Json,
    extract::State,
    http::{HeaderName, HeaderValue, header},
};
use bank_contract::{PublicPartyJson, PublicReturnJson, ReceiptJson, ReceiptStatusJson};
use pix::{Cents, Party, ReceiptPath, Timestamp};

/// For search engines: a receipt is for whom it was given to.
const ROBOTS: (HeaderName, HeaderValue) =
    (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow"));
const UNKEPT: (HeaderName, HeaderValue) = (header::CACHE_CONTROL, HeaderValue::from_static("no-store"));

/// How a payment of this bank's customer stands now, to whoever holds its receipt. No log-in is asked for.
#[utoipa::path(get, path = "/receipts/{path}",
    params(("path" = String, Path, description = "what follows `/r/` in the receipt's address: 48 characters")),
    responses(
        (status = 200, body = ReceiptJson),
        (status = 404, description = "this bank gave no such receipt: the paper or picture that named it is not genuine"),
        (status = 429, description = "too many from one network; `Retry-After` says when")
    ))]
pub async fn show(
    State(rest): State<Rest>,
    ClientAddress(from): ClientAddress,
    Path(path): Path<String>,
) -> Result<([(HeaderName, HeaderValue); 2], Json<ReceiptJson>), Problem> {
    let path: ReceiptPath = format!("/r/{path}").parse().map_err(|_| ReceiptRefusal::NoSuch)?;
    let receipt = rest.app.receipts.show(path, from).await?;
    Ok(([ROBOTS, UNKEPT], Json(receipt.into())))
}

impl From<Receipt> for ReceiptJson {
    fn from(receipt: Receipt) -> Self {
        Self {
            status: match receipt.status {
                ReceiptStatus::Completed => ReceiptStatusJson::Completed,
                ReceiptStatus::Travelling => ReceiptStatusJson::Travelling,
                ReceiptStatus::Rejected => ReceiptStatusJson::Rejected,
                ReceiptStatus::Returned => ReceiptStatusJson::Returned,
                ReceiptStatus::PartlyReturned => ReceiptStatusJson::PartlyReturned,
            },
            end_to_end_id: receipt.id.to_string(),
            amount_cents: receipt.amount.get(),
            at: receipt.at,
            payer: in_public(&receipt.payer),
            payee: receipt.payee.as_ref().map(in_public),
            returns: receipt.returns.into_iter().map(|(amount, at)| returned(amount, at)).collect(),
            answered_by: receipt.answered_by,
            answered_at: receipt.answered_at,
        }
    }
}

fn returned(amount: Cents, at: Timestamp) -> PublicReturnJson {
    PublicReturnJson { amount_cents: amount.get(), at }
}

fn in_public(party: &Party) -> PublicPartyJson {
    PublicPartyJson {
        name: party.public_name(),
        tax_id_masked: party.tax_id_masked.clone(),
        bank: party.bank_name.clone(),
    }
}
