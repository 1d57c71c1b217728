//! The pages of one's own keys.

use serde::{Deserialize, Serialize};

use super::{Field, Note};

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

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeysPage {
    pub keys: Vec<KeyRow>,
    pub count: String,
    pub may_add: bool,
    pub note: Option<Note>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewKey {
    pub kind: String,
    pub key: Field,
    /// Kinds of which a person has one at the most, and has it.
    pub held: Vec<String>,
    /// The holder is a company: its number is a CNPJ.
    pub company: bool,
    /// There is room for another key.
    pub may_add: bool,
    pub note: Option<Note>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RemoveKey {
    pub key: String,
    pub shown: String,
    pub note: Option<Note>,
}
