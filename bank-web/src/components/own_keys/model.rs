//! One of the account's own keys.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeyRow {
    /// cpf, cnpj, phone, email or random.
    pub kind: String,
    pub kind_name: String,
    /// As people write it; None while the directory has not made the random key yet.
    pub shown: Option<String>,
    /// As the directory writes it.
    pub key: String,
    pub since: String,
    /// Shown beside the key while the directory has not answered yet.
    pub waits: Option<String>,
}
