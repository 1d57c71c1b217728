//! The domain as JSON, in the same words as the banks' own interface. Instants are RFC 3339.

use crate::domain::{Entry, Participant, Status, Transfer};
use pix::{BankCode, Cents, EndToEndId, Ispb, KeyKind, Reason, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Serialize, ToSchema)]
pub struct BankView {
    code: BankCode,
    ispb: Ispb,
    #[schema(example = "Banco Ipê")]
    name: String,
}

#[derive(Serialize, ToSchema)]
pub struct EntryView {
    kind: KeyKind,
    #[schema(value_type = pix::PixKey)]
    key: String,
    /// The `request_id` of the registration.
    #[schema(value_type = String, format = "uuid")]
    entry_id: Uuid,
    bank: BankView,
    branch: String,
    account: String,
    name: String,
    #[schema(example = "***.982.247-**")]
    tax_id_masked: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

#[derive(Serialize, ToSchema)]
pub struct TransferView {
    end_to_end_id: EndToEndId,
    status: StatusView,
    /// Of a rejected one.
    reason: Option<Reason>,
    #[schema(value_type = i64, example = 1050)]
    amount_cents: Cents,
    /// Empty, as the texts are, where the request could not be read.
    key: String,
    description: String,
    origin_ispb: Ispb,
    /// Null until the key was resolved.
    destination_ispb: Option<Ispb>,
    timeline: Vec<Step>,
}

/// What became of a transfer, and when.
#[derive(Serialize, ToSchema)]
pub struct Step {
    status: StepView,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

/// A refunded transfer is a rejected one; its timeline says that the payer has the money back.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StatusView {
    Pending,
    Confirmed,
    Completed,
    Rejected,
}

#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepView {
    Pending,
    Confirmed,
    Completed,
    Rejected,
    Refunded,
}

impl StatusView {
    /// The stages it stands for.
    pub fn stages(self) -> &'static [Status] {
        match self {
            Self::Pending => &[Status::Pending],
            Self::Confirmed => &[Status::Confirmed],
            Self::Completed => &[Status::Completed],
            Self::Rejected => &[Status::Rejected, Status::Refunded],
        }
    }
}

impl From<Status> for StatusView {
    fn from(status: Status) -> Self {
        match status {
            Status::Pending => Self::Pending,
            Status::Confirmed => Self::Confirmed,
            Status::Completed => Self::Completed,
            Status::Rejected | Status::Refunded => Self::Rejected,
        }
    }
}

pub fn bank(participant: &Participant) -> BankView {
    BankView { code: participant.code, ispb: participant.ispb, name: participant.name.clone() }
}

/// An entry, as every bank may see it: the owner's tax id is masked.
pub fn entry(entry: Entry, holder: &Participant) -> EntryView {
    EntryView {
        kind: entry.key.kind(),
        key: entry.key.to_string(),
        entry_id: entry.entry_id,
        bank: bank(holder),
        branch: entry.branch,
        account: entry.account,
        name: entry.owner.name,
        tax_id_masked: entry.owner.tax_id.masked(),
        created_at: entry.created_at,
    }
}

pub fn transfer(transfer: Transfer) -> TransferView {
    let timeline = [
        (StepView::Pending, Some(transfer.registered_at)),
        (StepView::Confirmed, transfer.confirmed_at),
        (StepView::Completed, transfer.completed_at),
        (StepView::Rejected, transfer.rejected_at),
        (StepView::Refunded, transfer.refunded_at),
    ];
    TransferView {
        end_to_end_id: transfer.id,
        status: transfer.status.into(),
        reason: transfer.reason,
        amount_cents: transfer.amount,
        key: transfer.key,
        description: transfer.description,
        origin_ispb: transfer.id.ispb(),
        destination_ispb: transfer.destination,
        timeline: timeline.into_iter().filter_map(|(status, at)| Some(Step { status, at: at? })).collect(),
    }
}
