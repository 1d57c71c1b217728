//! What the statement shows.

use serde::{Deserialize, Serialize};

use crate::{
    components::{KeyRow, Movement, Transfer},
    texts::Lang,
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// all, in or out.
    pub direction: String,
    /// From when this is: `atualizado às 14:31:58`.
    pub as_of: String,
    pub days: Vec<Day>,
    /// Where more of them are.
    pub older: Option<String>,
    /// Begins with the newest: what happens next belongs on top.
    pub newest: bool,
    /// The same page with a movement beside the others, whose end-to-end id belongs at the end.
    pub detail_prefix: String,
    /// The movement beside the others; the newest, where none was chosen.
    pub chosen: Option<Transfer>,
    pub was_chosen: bool,
    pub keys: Vec<KeyRow>,
}

/// The movements of one day, the newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Day {
    /// `2026-11-23`.
    pub id: String,
    pub title: String,
    /// When the day ended; None where not all of its movements are here.
    pub balance: Option<String>,
    pub movements: Vec<Movement>,
}

impl Statement {
    pub fn title(&self, lang: Lang) -> String {
        lang.say("stmt.title").to_owned()
    }
}
