//! What an error page says.

use serde::{Deserialize, Serialize};

/// For an address that does not exist, or a service that failed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ErrorPage {
    pub title: String,
    pub text: String,
}

impl ErrorPage {
    pub fn new(title: &str, text: &str) -> ErrorPage {
        ErrorPage { title: title.to_owned(), text: text.to_owned() }
    }
}
