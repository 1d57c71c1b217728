//! The statement: what moved, newest first.

use crate::StatusJson;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct StatementJson {
    pub entries: Vec<EntryJson>,
    /// Null on the last page. Where one direction is rare, a page before it may be short or empty.
    pub next_cursor: Option<String>,
}

#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct EntryJson {
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    pub kind: EntryKind,
    /// Below zero where it went out.
    pub amount_cents: i64,
    pub balance_after_cents: i64,
    /// Null where it is not known yet, and for opening money.
    pub counterparty: Option<Counterparty>,
    /// Null for opening money.
    #[schema(value_type = Option<pix::EndToEndId>)]
    pub end_to_end_id: Option<String>,
    /// Of the transfer.
    pub status: Option<StatusJson>,
    /// Of a return: what it returns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<pix::EndToEndId>, nullable = false)]
    pub original_end_to_end_id: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    Opening,
    Sent,
    Received,
    Refund,
    ReturnSent,
    ReturnReceived,
    /// A return that could not be credited.
    ReturnRefund,
}

impl EntryKind {
    /// As JSON has it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Sent => "sent",
            Self::Received => "received",
            Self::Refund => "refund",
            Self::ReturnSent => "return_sent",
            Self::ReturnReceived => "return_received",
            Self::ReturnRefund => "return_refund",
        }
    }
}

#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct Counterparty {
    pub name: String,
    pub bank: String,
}
