//! What the profile shows.

use crate::texts::Lang;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    pub initials: String,
    pub tax_id_label: String,
    pub tax_id: String,
    pub email: String,
    pub saved: bool,
}

impl Profile {
    pub fn title(&self, lang: Lang) -> String {
        lang.say("profile.title").to_owned()
    }
}
