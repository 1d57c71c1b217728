//! Transfers: ordering one, and how it stands.

use crate::ReturnJson;
use jiff::Timestamp;
use pix::Reason;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendRequest {
    /// Who is paid: this, or `code`, or `code_id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<pix::PixKey>, nullable = false)]
    pub key: Option<String>,
    /// A static code, as it was copied: it says who is paid, and perhaps how much.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 4096, nullable = false)]
    pub code: Option<String>,
    /// What `POST /codes/decode` or `/codes/read` gave for the code of a charge, within 30 minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = "uuid", nullable = false)]
    pub code_id: Option<Uuid>,
    /// Where the code says how much, left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 1050, minimum = 1, maximum = 1_000_000_000_000_000_i64, nullable = false)]
    pub amount_cents: Option<i64>,
    #[schema(value_type = Option<pix::Description>)]
    pub description: Option<String>,
    /// Of the lookup; the transfer is rejected if the key has moved since.
    #[schema(value_type = Option<String>, format = "uuid")]
    pub entry_id: Option<Uuid>,
    /// Five wrong ones in a row lock it for 15 minutes.
    #[schema(example = "1234", pattern = "^[0-9]{4}$")]
    pub pin: String,
}

#[derive(Serialize, Deserialize, ToSchema)]
pub struct AcceptedJson {
    #[schema(value_type = pix::EndToEndId)]
    pub end_to_end_id: String,
    pub status: StatusJson,
    pub direction: DirectionJson,
    pub amount_cents: i64,
    pub key: String,
    pub description: String,
    #[schema(value_type = String, format = DateTime)]
    pub accepted_at: Timestamp,
}

#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct TransferJson {
    #[schema(value_type = pix::EndToEndId)]
    pub end_to_end_id: String,
    pub status: StatusJson,
    /// Of a rejected one; the payer has the money back.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub reason: Option<Reason>,
    /// As the caller sees it.
    pub direction: DirectionJson,
    pub amount_cents: i64,
    /// Empty where it is a return.
    pub key: String,
    pub description: String,
    /// What it returns, if it is a return.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<pix::EndToEndId>, nullable = false)]
    pub original_end_to_end_id: Option<String>,
    pub payer: Option<PartyJson>,
    /// Null until it is known.
    pub payee: Option<PartyJson>,
    pub timeline: Vec<Step>,
    /// Where anybody may see how it stands, without a log-in; the payer's alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub receipt_url: Option<String>,
    /// What of it was given back, the oldest first. Left out of events: each return has its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub returns: Option<Vec<ReturnJson>>,
}

impl TransferJson {
    /// When it reached that status.
    pub fn at(&self, status: StepJson) -> Option<Timestamp> {
        self.timeline.iter().find(|step| step.status == status).map(|step| step.at)
    }
}

/// One side of a transfer. A payer never sees the payee's branch and account.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct PartyJson {
    pub name: String,
    pub tax_id_masked: String,
    pub bank: PartyBank,
}

#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct PartyBank {
    #[schema(value_type = pix::Ispb)]
    pub ispb: String,
    pub name: String,
}

#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct Step {
    pub status: StepJson,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// `confirmed` is a step of the timeline alone.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum StatusJson {
    Pending,
    Completed,
    Rejected,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum StepJson {
    Pending,
    Confirmed,
    Completed,
    Rejected,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum DirectionJson {
    In,
    Out,
}
