//! Returns (devolução): giving back what came, and what was given back.

use crate::StatusJson;
use jiff::Timestamp;
use pix::Reason;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnRequest {
    /// All returns of a transfer together are at most its amount.
    #[schema(example = 1050, minimum = 1, maximum = 1_000_000_000_000_000_i64)]
    pub amount_cents: i64,
    pub reason: ReturnReasonJson,
    #[schema(value_type = Option<pix::Description>)]
    pub description: Option<String>,
    /// Five wrong ones in a row lock it for 15 minutes.
    #[schema(example = "1234", pattern = "^[0-9]{4}$")]
    pub pin: String,
}

/// Why something is returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReturnReasonJson {
    /// The payee wants it so (MD06).
    Customer,
    /// A bank made a mistake (BE08).
    BankError,
    /// It was a fraud (FR01).
    Fraud,
}

#[derive(Serialize, Deserialize, ToSchema)]
pub struct AcceptedReturnJson {
    /// Begins with D; a return is a transfer of its own, and has its own statement entry and events.
    #[schema(value_type = pix::EndToEndId)]
    pub return_id: String,
    pub status: StatusJson,
    pub amount_cents: i64,
    /// What can still be returned.
    pub remaining_cents: i64,
}

/// A return of a transfer, as the caller sees it.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct ReturnJson {
    #[schema(value_type = pix::EndToEndId)]
    pub return_id: String,
    pub status: StatusJson,
    pub amount_cents: i64,
    pub reason: ReturnReasonJson,
    pub description: String,
    /// Why a rejected one was; who returned has the money back.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub rejected_for: Option<Reason>,
    /// When it was accepted.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}
