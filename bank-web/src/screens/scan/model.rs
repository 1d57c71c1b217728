//! What the page of a photo shows.

use serde::{Deserialize, Serialize};

use crate::texts::Lang;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Scan {
    /// Why the photo could not be read.
    pub error: Option<String>,
    /// Several codes on one photo: the reader decides.
    pub found: Vec<Found>,
}

/// One of several codes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Found {
    pub code: String,
    pub title: String,
    pub text: String,
}

impl Scan {
    pub fn title(&self, lang: Lang) -> String {
        lang.say("pix.scan").to_owned()
    }

    pub fn has_errors(&self) -> bool {
        self.error.is_some()
    }
}
