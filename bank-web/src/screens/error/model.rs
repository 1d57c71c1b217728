//! What an error page says.

use serde::{Deserialize, Serialize};

/// An address that is none, or a service that failed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ErrorPage {
    pub title: String,
    pub text: String,
}
