//! Who was paid lately, as home and the first question of a Pix show it.

use serde::{Deserialize, Serialize};

/// Somebody who was paid before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecentPayee {
    pub name: String,
    /// First and last name.
    pub short: String,
    pub initials: String,
    pub bank: String,
    pub when: String,
    /// Pays them again.
    pub href: String,
}
