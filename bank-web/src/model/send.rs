//! The four questions of a Pix: which key, this person, how much, really.

use serde::{Deserialize, Serialize};

use super::{Field, Note, Person};

/// What has been answered so far. It travels from page to page; the PIN never does.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// As the directory writes it.
    pub key: String,
    pub key_shown: String,
    /// None until the name was seen, or while it cannot be.
    pub payee: Option<PayeeFacts>,
    pub amount: Option<String>,
    pub description: Option<String>,
}

/// Whom the directory names for a key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PayeeFacts {
    pub entry_id: String,
    pub name: String,
    pub initials: String,
    pub tax_id_label: String,
    pub tax_id: String,
    pub bank: String,
}

impl Draft {
    /// The payee's name, or the key while the name is unknown.
    pub fn whom(&self) -> &str {
        self.payee.as_ref().map_or(&self.key_shown, |payee| &payee.name)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SendKey {
    pub key: Field,
    /// The same digits as a phone and as a CPF, where they are both.
    pub either: Option<(String, String)>,
    pub people: Vec<Person>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SendPayee {
    pub draft: Draft,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SendAmount {
    pub draft: Draft,
    pub amount: Field,
    pub description: Field,
    pub available: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SendReview {
    pub draft: Draft,
    /// As it was typed, to be sent along.
    pub amount: String,
    /// New for each review, so that sending one review twice is one transfer.
    pub idempotency_key: String,
    pub pin_error: Option<String>,
    pub note: Option<Note>,
}
