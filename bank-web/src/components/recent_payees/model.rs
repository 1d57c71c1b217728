//! One of those who were paid lately.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecentPayee {
    pub name: String,
    /// First and last name.
    pub short: String,
    pub initials: String,
    pub bank: String,
    pub when: String,
    /// Leads to another Pix to them.
    pub href: String,
}
