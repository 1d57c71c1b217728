//! The four questions of a Pix: which key, this person, how much, really.

use serde::{Deserialize, Serialize};

use super::{Field, Note, Person};
use crate::text::percent;

/// What has been answered so far. It travels from page to page; the PIN never does.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// As the directory writes it.
    pub key: String,
    pub key_shown: String,
    /// The registration of the key that the person saw; empty where none could be seen.
    pub entry: String,
    /// None until the name was seen, or while it cannot be.
    pub payee: Option<PayeeFacts>,
    /// `R$ 10,50`; None until it was answered.
    pub amount: Option<String>,
    pub description: Option<String>,
    /// The idempotency key, made when the amount was answered: whatever is done with an address that has it is one transfer.
    pub order: String,
    /// The person knows that they paid the same a moment ago, and wants it.
    pub twice: bool,
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

impl PayeeFacts {
    pub fn is_company(&self) -> bool {
        self.tax_id_label == "CNPJ"
    }
}

impl Draft {
    /// The payee's name, or the key while the name is unknown.
    pub fn whom(&self) -> &str {
        self.payee.as_ref().map_or(&self.key_shown, |payee| &payee.name)
    }

    /// `10,50`, where `R$` stands beside it.
    pub fn bare_amount(&self) -> &str {
        self.amount.as_deref().unwrap_or_default().trim_start_matches("R$").trim_start()
    }

    /// The address of one of the questions, with all that has been answered.
    pub fn address(&self, step: &str) -> String {
        let answers = [
            ("key", self.key.as_str()),
            ("entry", &self.entry),
            ("amount", self.bare_amount()),
            ("description", self.description.as_deref().unwrap_or_default()),
            ("order", &self.order),
            ("twice", if self.twice { "yes" } else { "" }),
        ];
        let given = answers.iter().filter(|(_, answer)| !answer.is_empty());
        given.fold(format!("/pix/send?step={step}"), |address, (name, answer)| {
            format!("{address}&{name}={}", percent(answer))
        })
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
    pub note: Option<Note>,
}

/// The same amount went to the same person a moment ago.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SendTwice {
    pub draft: Draft,
    /// How long ago, and how it went.
    pub ago: String,
    /// The transfer that was made.
    pub made: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SendPin {
    pub draft: Draft,
    /// The number of the account that pays: another one does not send what this page shows.
    pub account: String,
    pub pin_error: Option<String>,
    pub note: Option<Note>,
}
