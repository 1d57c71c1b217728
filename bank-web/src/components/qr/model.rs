//! The modules of a code.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Qr {
    /// Modules on each side, without the quiet zone.
    pub side: i32,
    /// The dark ones, as the path of a drawing whose unit is one module.
    pub path: String,
}
