//! What the pages of the one field show: the field, what was read in it, what is to be chosen.

use serde::{Deserialize, Serialize};

use crate::{components::RecentPayee, form::Field, screens::send::Draft, texts::Lang};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pix {
    /// `2.847,36`, without its currency.
    pub balance: String,
    pub what: Field,
    pub people: Vec<RecentPayee>,
}

/// A message of which there is one reading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PixRead {
    pub said: Vec<Word>,
    pub draft: Draft,
}

/// Several readings: the reader chooses, and nothing is chosen before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PixUnsure {
    /// The whole text, to be read again with the answer.
    pub what: String,
    pub said: Vec<Word>,
    pub question: Question,
    pub choices: Vec<Choice>,
    /// What was chosen before: the name of a field, and its value.
    pub chosen: Vec<(String, String)>,
    pub draft: Draft,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Question {
    Payee,
    Amount,
}

/// A piece of what was written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Word {
    pub text: String,
    /// What it was read as; None where it changes nothing.
    pub label: Option<String>,
    /// It may be something else.
    pub in_doubt: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    pub value: String,
    pub title: String,
    pub text: String,
    /// None for an amount.
    pub icon: Option<String>,
}

impl Question {
    /// The name of its field.
    pub fn name(self) -> &'static str {
        match self {
            Question::Payee => "key",
            Question::Amount => "amount",
        }
    }
}

impl Pix {
    pub fn title(&self, lang: Lang) -> String {
        lang.say("nav.pix").to_owned()
    }
}

impl PixRead {
    pub fn title(&self, lang: Lang) -> String {
        lang.say("title.read").to_owned()
    }
}

impl PixUnsure {
    pub fn title(&self, lang: Lang) -> String {
        lang.say("title.unsure").to_owned()
    }
}
