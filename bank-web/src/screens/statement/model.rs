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
    /// Its time: `atualizado às 14:31:58`.
    pub as_of: String,
    pub days: Vec<Day>,
    /// Leads to older ones.
    pub older: Option<String>,
    /// Begins with the newest movement, so that new ones belong on top.
    pub newest: bool,
    /// The address of this page with a movement in the side panel, without the end-to-end id at its end.
    pub detail_prefix: String,
    /// The movement in the side panel; the newest, where none was chosen.
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
    /// At the end of the day; None where not all of its movements are shown.
    pub balance: Option<String>,
    pub movements: Vec<Movement>,
}

impl Statement {
    pub fn title(&self, lang: Lang) -> String {
        lang.say("stmt.title").to_owned()
    }
}
