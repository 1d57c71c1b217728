//! The account's events.

use serde::Deserialize;
use utoipa::ToSchema;

/// An event, as a reader of the stream has it.
#[derive(Deserialize, ToSchema)]
pub struct EventJson {
    pub event: EventName,
    /// Give the last one as `Last-Event-ID` to be told all that changed since.
    #[schema(pattern = r"^[0-9]{1,18}(\.[0-9]{1,16})?$", nullable = false)]
    pub id: Option<String>,
    /// JSON: of `balance` `{balance_cents, as_of}`, of `transfer` what `GET /transfers/{end_to_end_id}` shows, of
    /// `heartbeat` `{}`, of `end` `{reason}`.
    #[schema(content_media_type = "application/json")]
    pub data: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum EventName {
    Balance,
    Transfer,
    Heartbeat,
    End,
}

impl EventName {
    /// As the stream has it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Balance => "balance",
            Self::Transfer => "transfer",
            Self::Heartbeat => "heartbeat",
            Self::End => "end",
        }
    }
}
