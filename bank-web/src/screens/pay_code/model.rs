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
    /// Until when it can be paid.
    pub due: Option<String>,
    /// It takes one payment.
    pub once: bool,
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
    /// The charge was paid, or taken back.
    Done,
    Late,
    /// Nobody can be asked about it at present.
    Away,
}

impl Refusal {
    pub fn icon(self) -> &'static str {
        match self {
            Refusal::Altered => "cut",
            Refusal::Other => "qr",
            Refusal::Done => "receipt",
            Refusal::Late => "clock",
            Refusal::Away => "bank",
        }
    }

    /// Class of its badge.
    pub fn class(self) -> &'static str {
        match self {
            Refusal::Altered | Refusal::Other => "badge l no",
            Refusal::Done | Refusal::Late => "badge l",
            Refusal::Away => "badge l wait",
        }
    }
}

impl PayCode {
    pub fn title(&self, lang: Lang) -> String {
        lang.say("code.title").to_owned()
    }
}
