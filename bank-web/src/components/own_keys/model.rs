//! One of the account's own keys.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeyRow {
    /// cpf, cnpj, phone, email or random.
    pub kind: String,
    pub kind_name: String,
    /// As people write it; None while a random key is being drawn.
    pub shown: Option<String>,
    /// As the directory writes it.
    pub key: String,
    pub since: String,
    /// Said beside the key while the directory's answer is not known.
    pub waits: Option<String>,
}
