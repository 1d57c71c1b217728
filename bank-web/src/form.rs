//! What a form was filled with, and what is wrong with it.

use serde::{Deserialize, Serialize};

use crate::texts::Lang;

/// One field: what stands in it, and what is wrong with that.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Field {
    pub value: String,
    pub error: Option<String>,
}

impl Field {
    pub fn of(value: impl Into<String>) -> Field {
        Field { value: value.into(), error: None }
    }

    pub fn with_error(value: impl Into<String>, error: impl Into<String>) -> Field {
        Field { value: value.into(), error: Some(error.into()) }
    }

    pub fn has_error(&self) -> bool {
        self.error.is_some()
    }
}

/// How a notice or a chip is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tone {
    Plain,
    Ok,
    Wait,
    No,
}

impl Tone {
    /// The class of the style sheet.
    pub fn class(self) -> &'static str {
        match self {
            Tone::Plain => "",
            Tone::Ok => "ok",
            Tone::Wait => "wait",
            Tone::No => "no",
        }
    }
}

/// A page's message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Note {
    pub tone: Tone,
    pub icon: String,
    pub title: String,
    pub text: String,
}

impl Note {
    pub fn new(tone: Tone, icon: &str, title: impl Into<String>, text: impl Into<String>) -> Note {
        Note { tone, icon: icon.to_owned(), title: title.into(), text: text.into() }
    }

    /// Nothing was done: the page was drawn for somebody who was logged in here before; `name` is now.
    pub fn other_account(name: &str, lang: Lang) -> Note {
        let text = lang.fill("other.account", &[("name", name)]);
        Note::new(Tone::Wait, "user", lang.say("other.account.title"), text)
    }
}

/// Whether the page's message is that a form was refused.
pub fn refused(note: &Option<Note>) -> bool {
    note.as_ref().is_some_and(|note| note.tone == Tone::No)
}
