//! The form that opens an account.

use serde::{Deserialize, Serialize};

use crate::{form::Field, texts::Lang};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OpenAccount {
    pub name: Field,
    pub tax_id: Field,
    pub email: Field,
    /// The server never sends passwords and PINs back.
    pub password_error: Option<String>,
    pub pin_error: Option<String>,
}

impl OpenAccount {
    pub fn title(&self, lang: Lang) -> String {
        lang.say("open.title").to_owned()
    }

    pub fn has_errors(&self) -> bool {
        [&self.name, &self.tax_id, &self.email].iter().any(|field| field.has_error())
            || self.password_error.is_some()
            || self.pin_error.is_some()
    }
}
