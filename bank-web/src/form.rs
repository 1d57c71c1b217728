//! Fields of a form with their errors, and the message of a page.

use serde::{Deserialize, Serialize};

use crate::texts::Lang;

/// The text of one field, and its error.
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

/// The kind of a note or a chip, which its colour shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tone {
    Plain,
    Ok,
    Wait,
    No,
}

impl Tone {
    /// Its class in the style sheet.
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

    /// Says that a form did nothing, since it was drawn for another account than that of `name`, which is logged in now.
    pub fn other_account(name: &str, lang: Lang) -> Note {
        let text = lang.fill("other.account", &[("name", name)]);
        Note::new(Tone::Wait, "user", lang.say("other.account.title"), text)
    }
}

/// Whether the page's message is that a form was refused.
pub fn refused(note: &Option<Note>) -> bool {
    note.as_ref().is_some_and(|note| note.tone == Tone::No)
}
