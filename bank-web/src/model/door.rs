//! The pages outside an account.

use serde::{Deserialize, Serialize};

use super::{Field, Note};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Welcome {
    /// Empty where the setting turns them off.
    pub demo: Vec<DemoPerson>,
}

/// Somebody made up, whose account a visitor may use.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DemoPerson {
    pub id: String,
    pub name: String,
    pub words: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Login {
    pub login: Field,
    /// The password itself never travels back.
    pub password_error: Option<String>,
    pub note: Option<Note>,
    /// Where to go afterwards: a path of our own.
    pub next: String,
}

/// This browser is in an account already.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LoggedIn {
    pub name: String,
    /// Where to go on: a path of our own.
    pub next: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OpenAccount {
    pub name: Field,
    pub tax_id: Field,
    pub email: Field,
    /// Passwords never travel back into a page.
    pub password_error: Option<String>,
    pub pin_error: Option<String>,
}

/// An address that is none, or a service that failed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fault {
    pub title: String,
    pub text: String,
}
