//! Home, statement and profile.

use serde::{Deserialize, Serialize};

use super::{Day, KeyRow, Movement, Note, Transfer};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Home {
    /// `2.847,36`, without its currency.
    pub balance: String,
    /// The time at which that was so: `14:31:58`.
    pub as_of: String,
    /// Nothing has moved yet but the opening money.
    pub untouched: bool,
    pub movements: Vec<Movement>,
    /// Who was paid lately.
    pub people: Vec<Person>,
    pub keys: Vec<KeyRow>,
    pub note: Option<Note>,
}

/// Somebody who was paid before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Person {
    pub name: String,
    /// First and last name.
    pub short: String,
    pub initials: String,
    pub bank: String,
    pub when: String,
    /// Pays them again.
    pub href: String,
}

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
    pub beside: String,
    /// The movement beside the others; the newest, where none was chosen.
    pub chosen: Option<Transfer>,
    pub was_chosen: bool,
    pub keys: Vec<KeyRow>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    pub initials: String,
    pub tax_id_label: String,
    pub tax_id: String,
    pub email: String,
    pub saved: bool,
}
