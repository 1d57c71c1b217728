//! One side of a transfer, as the other side may see it. Refuses to know more of a person than that.

use crate::Ispb;
use serde::{Deserialize, Serialize};

/// A payer or payee. Empty texts are unknown: a payer never learns the payee's branch and account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    pub ispb: Ispb,
    pub bank_name: String,
    pub branch: String,
    pub account: String,
    pub name: String,
    /// `***.777.888-**`, or a CNPJ in full.
    pub tax_id_masked: String,
}
