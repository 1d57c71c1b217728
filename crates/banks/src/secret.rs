//! A password, token or key. It shows itself only to whoever asks by name, so that no log line carries it by
//! accident.

use std::fmt;

/// Debug prints `***`; there is no `Display` and no `==`, which would answer in a time that depends on the
/// secret.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    pub fn new(secret: impl Into<String>) -> Secret {
        Secret(secret.into())
    }

    /// The secret itself, for the one place that must send or compare it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}
