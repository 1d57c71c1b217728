//! Receipts, as anybody may read them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the payer's bank says of a payment, to whoever holds its receipt.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct ReceiptJson {
    pub status: ReceiptStatusJson,
    #[schema(value_type = pix::EndToEndId)]
    pub end_to_end_id: String,
    pub amount_cents: i64,
    /// When it was paid, or rejected; of one that travels when it was sent.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    pub payer: PublicPartyJson,
    /// Null until it is known.
    pub payee: Option<PublicPartyJson>,
    /// What the payee gave back, the oldest first.
    pub returns: Vec<PublicReturnJson>,
    /// Whose word it is.
    pub answered_by: String,
    #[schema(value_type = String, format = DateTime)]
    pub answered_at: Timestamp,
}

/// Of a person a short name, of a company all of it; no key and no account.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct PublicPartyJson {
    #[schema(example = "Rafael T. L.")]
    pub name: String,
    pub tax_id_masked: String,
    pub bank: String,
}

#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct PublicReturnJson {
    pub amount_cents: i64,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptStatusJson {
    /// The payee has the money.
    Completed,
    /// It was sent, and has not arrived; it will, or go back.
    Travelling,
    /// The payer has it back.
    Rejected,
    /// The payee gave all of it back.
    Returned,
    /// The payee gave a part back.
    PartlyReturned,
}
