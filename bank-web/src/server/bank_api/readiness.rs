//! How the services are that a bank depends on, as far as the pages say it.

use serde::Deserialize;

/// `up` or `down`.
#[derive(Deserialize)]
#[serde(default)]
pub struct Readiness {
    pub hub: String,
    pub kafka: String,
}

impl Default for Readiness {
    fn default() -> Self {
        Readiness { hub: "up".to_owned(), kafka: "up".to_owned() }
    }
}

impl Readiness {
    /// Transfers to other banks are accepted all the same, and wait.
    pub fn codepix_is_down(&self) -> bool {
        self.hub == "down" || self.kafka == "down"
    }
}
