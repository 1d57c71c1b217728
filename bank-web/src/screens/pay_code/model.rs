//! What a code asks for, or why it cannot be paid.

use serde::{Deserialize, Serialize};

use crate::{screens::send::Draft, texts::Lang};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PayCode {
    /// With an amount where the code says it: then nobody can change it.
    pub draft: Draft,
    /// `R$ 2.847,36`.
    pub available: String,
    /// What is left after it; None where the payer says how much, or has too little.
    pub after: Option<String>,
    /// That there is too little money.
    pub short: Option<String>,
    pub account: String,
}

/// The code cannot be paid, and nothing was sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CodeRefused {
    pub refusal: Refusal,
    pub title: String,
    pub text: String,
    /// The code, where it is worth another try.
    pub again: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// A piece is missing, or was changed.
    Altered,
    Other,
    /// Nobody can be asked about it at present.
    Away,
}

impl Refusal {
    pub fn icon(self) -> &'static str {
        match self {
            Refusal::Altered => "cut",
            Refusal::Other => "qr",
            Refusal::Away => "bank",
        }
    }

    /// Class of its badge.
    pub fn class(self) -> &'static str {
        match self {
            Refusal::Altered | Refusal::Other => "badge l no",
            Refusal::Away => "badge l wait",
        }
    }
}

impl PayCode {
    pub fn title(&self, lang: Lang) -> String {
        lang.say("code.title").to_owned()
    }
}
