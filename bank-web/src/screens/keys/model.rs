//! What the three pages of keys show.

use serde::{Deserialize, Serialize};

use crate::{
    components::KeyRow,
    form::{Field, Note, refused},
    texts::Lang,
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeysPage {
    pub keys: Vec<KeyRow>,
    pub count: String,
    pub may_add: bool,
    pub note: Option<Note>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewKey {
    pub kind: String,
    pub key: Field,
    /// Kinds of which an account may have one, and has it.
    pub held: Vec<String>,
    /// The holder is a company: its number is a CNPJ.
    pub company: bool,
    /// The account may have another key.
    pub may_add: bool,
    pub note: Option<Note>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RemoveKey {
    pub key: String,
    pub shown: String,
    pub note: Option<Note>,
}

impl KeysPage {
    pub fn title(&self, lang: Lang) -> String {
        lang.say("keys.title").to_owned()
    }
}

impl NewKey {
    pub fn title(&self, lang: Lang) -> String {
        lang.say("key.new").to_owned()
    }

    pub fn has_errors(&self) -> bool {
        self.key.has_error() || refused(&self.note)
    }
}

impl RemoveKey {
    pub fn title(&self, lang: Lang) -> String {
        lang.say("keys.remove.title").to_owned()
    }
}
