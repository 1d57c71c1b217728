//! What the audit found, signed with its own hash.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// The outcome of one proof, to keep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Certificate {
    pub at: Timestamp,
    /// How long the proof took.
    pub seconds: f64,
    pub claims: Vec<Claim>,
    pub figures: Figures,
    /// Every claim holds.
    pub sound: bool,
    /// Of the chance by which the system runs, if one was given.
    pub seed: Option<u64>,
    /// Hexadecimal, over the canonical JSON (no spaces, keys in order) of all other fields.
    pub sha256: String,
}

/// A rule, how many cases were read for it, and the first places where it does not hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// As in the texts: `rule.{name}`.
    pub name: String,
    pub counts: u64,
    pub wrong: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    pub transfers: u64,
    pub completed: u64,
    pub refunded: u64,
    pub waiting: u64,
    pub issued_cents: i64,
    pub with_customers_cents: i64,
    pub underway_cents: i64,
}

impl Certificate {
    /// With the hash of its other fields, whatever stood there before.
    pub fn sealed(mut self) -> Certificate {
        self.sha256 = self.hash();
        self
    }

    /// Nothing was changed since it was sealed.
    pub fn is_genuine(&self) -> bool {
        self.sha256 == self.hash()
    }

    fn hash(&self) -> String {
        // Numbers, texts and lists of them: there is nothing JSON could not say.
        let mut others = serde_json::to_value(self).unwrap_or_default();
        if let Value::Object(fields) = &mut others {
            fields.remove("sha256");
        }
        others.sort_all_objects();
        hex::encode(Sha256::digest(others.to_string()))
    }
}
