//! What home shows.

use serde::{Deserialize, Serialize};

use crate::{
    components::{KeyRow, Movement, RecentPayee},
    form::Note,
    texts::Lang,
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Home {
    /// `2.847,36`, without its currency.
    pub balance: String,
    /// The time of the balance: `14:31:58`.
    pub as_of: String,
    /// There is no movement yet but the opening balance.
    pub untouched: bool,
    pub movements: Vec<Movement>,
    /// Who was paid lately.
    pub people: Vec<RecentPayee>,
    pub keys: Vec<KeyRow>,
    pub note: Option<Note>,
}

impl Home {
    pub fn title(&self, lang: Lang) -> String {
        lang.say("nav.home").to_owned()
    }
}
