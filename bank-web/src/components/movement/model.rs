//! One movement, already worded.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Movement {
    /// Does not change while its status does.
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
    /// What to announce when it appears, of a Pix that was sent. Of one that comes in every page notifies by itself.
    pub announcement: Option<String>,
    pub fresh: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum MovementTone {
    In,
    Out,
    /// Still pending.
    Wait,
    /// Refunded.
    Void,
}
