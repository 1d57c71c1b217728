//! Accounts: opening one, and what its holder sees.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenRequest {
    #[schema(value_type = pix::PersonName)]
    pub name: String,
    #[schema(value_type = pix::TaxId)]
    pub tax_id: String,
    /// For logging in; kept in lower case.
    #[schema(
        example = "ana@example.com",
        max_length = 254,
        pattern = r"^[!-?A-~]+@[!-\-/-?A-~]+(\.[!-\-/-?A-~]+)+$"
    )]
    pub email: String,
    /// Composed (NFC) before it is hashed.
    #[schema(example = "correct horse", min_length = 8, max_length = 128)]
    pub password: String,
    /// Four digits, asked for whenever money is sent.
    #[schema(example = "1234", pattern = "^[0-9]{4}$")]
    pub pin: String,
}

#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct AccountJson {
    #[schema(example = "100001")]
    pub account_id: String,
    pub name: String,
    #[schema(example = "***.982.247-**")]
    pub tax_id_masked: String,
    #[schema(example = "ana@example.com")]
    pub email: String,
    #[schema(example = "0001")]
    pub branch: String,
    #[schema(example = "100001")]
    pub number: String,
    pub bank: BankJson,
    #[schema(example = 100_000)]
    pub balance_cents: i64,
}

#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct BankJson {
    #[schema(value_type = pix::BankCode)]
    pub code: String,
    #[schema(value_type = pix::Ispb)]
    pub ispb: String,
    #[schema(example = "Banco Ipê")]
    pub name: String,
}
