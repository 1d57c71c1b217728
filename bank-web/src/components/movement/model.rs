//! Rows of home and statement.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Movement {
    /// The same for as long as the movement is the same.
    pub id: String,
    /// Its receipt.
    pub href: Option<String>,
    pub name: String,
    /// What it is: `Pix recebido`.
    pub words: String,
    pub bank: Option<String>,
    /// Signed.
    pub amount: String,
    pub tone: MovementTone,
    /// Short, as home writes it: `14:32`, `Ontem`, `21/11`.
    pub when: String,
    /// `14:32`.
    pub time: String,
    /// `2.847,36`.
    pub balance_after: String,
    /// Said when it appears, of one's own Pix; of one that comes in every page tells.
    pub announcement: Option<String>,
    pub fresh: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum MovementTone {
    In,
    Out,
    /// On its way.
    Wait,
    /// Came back.
    Void,
}
