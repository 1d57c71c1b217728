//! Charges: what a payee asks for, and what became of it.

use crate::PartyJson;
use jiff::Timestamp;
use pix::PixKey;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A wish to be paid.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChargeRequestJson {
    /// One of the caller's own.
    #[schema(value_type = PixKey)]
    pub key: String,
    /// Left out, the payer says how much.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 6490, minimum = 1, maximum = 999_999_999_999_i64, nullable = false)]
    pub amount_cents: Option<i64>,
    /// The payer reads it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<pix::Description>, nullable = false)]
    pub description: Option<String>,
    /// The payer never sees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 60, pattern = r"^[^\u0000-\u001f\u007f-\u009f]*$", nullable = false)]
    pub label: Option<String>,
    /// What expires is paid once.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 60, maximum = 31_622_400, nullable = false)]
    pub expires_in_seconds: Option<i64>,
    /// Whoever pays later is refused, and has the money back.
    #[serde(default)]
    pub single_use: bool,
}

#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct ChargeJson {
    /// By which payments name it.
    pub txid: String,
    pub status: ChargeStatusJson,
    #[schema(value_type = PixKey)]
    pub key: String,
    pub amount_cents: Option<i64>,
    pub description: String,
    pub label: String,
    pub single_use: bool,
    /// To be copied, and to be drawn as a QR code.
    pub br_code: String,
    /// The path of its page, of one that is paid once.
    pub page: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub expires_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub paid_at: Option<Timestamp>,
    /// The first hundred; a list of charges leaves them out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub payments: Option<Vec<ChargePaymentJson>>,
}

#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct ChargePaymentJson {
    #[schema(value_type = pix::EndToEndId)]
    pub end_to_end_id: String,
    pub amount_cents: i64,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub at: Option<Timestamp>,
    pub payer: Option<PartyJson>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ChargeStatusJson {
    Open,
    Paid,
    Expired,
    Removed,
}

#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct ChargesJson {
    /// The newest first.
    pub charges: Vec<ChargeJson>,
    /// Null on the last page.
    pub next_cursor: Option<String>,
}

/// What the address of a dynamic code says, to anybody who has the code.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct LocationJson {
    pub status: ChargeStatusJson,
    #[schema(value_type = PixKey)]
    pub key: String,
    pub txid: String,
    /// Null leaves it to the payer.
    pub amount_cents: Option<i64>,
    pub description: String,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub expires_at: Option<Timestamp>,
    /// The payee's name, as the payee's bank has it; a payer's bank asks the directory.
    pub payee: String,
}
