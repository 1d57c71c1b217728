//! Codes: what one says, and whom it pays.

use crate::PayeeJson;
use jiff::Timestamp;
use pix::{KeyKind, PixKey};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A code to be read.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeRequest {
    /// Copied, or a message with one code in it.
    #[schema(
        max_length = 4096,
        example = "00020126420014br.gov.bcb.pix0120ana@bancoipe.example52040000530398654045.005802BR5913FULANO DE TAL6008BRASILIA62070503***630492C1"
    )]
    pub code: String,
}

/// What a code says.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct CodeJson {
    pub kind: CodeKindJson,
    /// As it was copied, or as it stands on the picture.
    pub code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<PixKey>, nullable = false)]
    pub key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub key_kind: Option<KeyKind>,
    /// What the payee knows the payment by.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub txid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub amount_cents: Option<i64>,
    /// False where the payer says how much.
    pub amount_is_fixed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub description: Option<String>,
    /// In the code's own words, which prove nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub merchant: Option<MerchantJson>,
    /// By the directory.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub payee: Option<PayeeJson>,
    /// Of a charge.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime, nullable = false)]
    pub expires_at: Option<Timestamp>,
    /// Of a charge: give it to `POST /transfers` within 30 minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = "uuid", nullable = false)]
    pub code_id: Option<Uuid>,
    /// The path of a receipt.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub receipt: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum CodeKindJson {
    /// Says all by itself, and may be paid many times.
    Static,
    /// Leads to a charge.
    Dynamic,
    /// Pays nobody: it leads to the receipt of a transfer.
    Receipt,
}

#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct MerchantJson {
    pub name: String,
    pub city: String,
}
