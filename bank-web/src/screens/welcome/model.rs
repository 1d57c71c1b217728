//! What the welcome page shows.

use crate::texts::Lang;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Welcome {
    /// Empty where a setting turns them off.
    pub demo: Vec<DemoPerson>,
}

/// A made-up customer whose account anybody may use.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DemoPerson {
    pub id: String,
    pub name: String,
    pub words: String,
}

impl Welcome {
    pub fn title(&self, lang: Lang) -> String {
        lang.say("welcome.title").trim_end_matches('.').to_owned()
    }
}
