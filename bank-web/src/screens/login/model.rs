//! What the log-in shows.

use serde::{Deserialize, Serialize};

use crate::{
    form::{Field, Note, refused},
    texts::Lang,
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Login {
    pub login: Field,
    /// The server never sends a password back.
    pub password_error: Option<String>,
    pub note: Option<Note>,
    /// Where to go afterwards: a path of this site.
    pub next: String,
}

/// This browser is logged in already.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LoggedIn {
    pub name: String,
    /// Where to go on: a path of this site.
    pub next: String,
}

impl Login {
    pub fn title(&self, lang: Lang) -> String {
        lang.say("login.submit").to_owned()
    }

    pub fn has_errors(&self) -> bool {
        self.login.has_error() || self.password_error.is_some() || refused(&self.note)
    }
}

impl LoggedIn {
    pub fn title(&self, lang: Lang) -> String {
        lang.say("login.already").to_owned()
    }
}
