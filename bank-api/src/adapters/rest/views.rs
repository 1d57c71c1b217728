//! The domain as JSON.

use crate::{
    application::{AccountView, Movement, own_party},
    domain::{BRANCH, OurBank, PostingKind, Side, Status, Transfer},
};
use pix::{Party, Reason, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Serialize, ToSchema)]
pub struct BankJson {
    #[schema(value_type = pix::BankCode)]
    pub code: String,
    #[schema(value_type = pix::Ispb)]
    pub ispb: String,
    #[schema(example = "Banco Ipê")]
    pub name: String,
}

impl From<&OurBank> for BankJson {
    fn from(bank: &OurBank) -> Self {
        Self { code: bank.code.to_string(), ispb: bank.ispb.to_string(), name: bank.name.clone() }
    }
}

#[derive(Serialize, ToSchema)]
pub struct AccountJson {
    #[schema(example = "100001")]
    pub account_id: String,
    pub name: String,
    #[schema(example = "***.982.247-**")]
    pub tax_id_masked: String,
    #[schema(example = "ana@example.com")]
    pub email: String,
    #[schema(example = "0001")]
    pub branch: &'static str,
    #[schema(example = "100001")]
    pub number: String,
    pub bank: BankJson,
    #[schema(example = 100_000)]
    pub balance_cents: i64,
}

impl AccountJson {
    pub fn new(view: &AccountView, bank: &OurBank) -> Self {
        Self {
            account_id: view.id.to_string(),
            name: view.name.clone(),
            tax_id_masked: view.tax_id.masked(),
            email: view.email.clone(),
            branch: BRANCH,
            number: view.id.to_string(),
            bank: bank.into(),
            balance_cents: view.balance.get(),
        }
    }
}

/// One side of a transfer. A payer never sees the payee's branch and account.
#[derive(Serialize, ToSchema)]
pub struct PartyJson {
    pub name: String,
    pub tax_id_masked: String,
    pub bank: PartyBank,
}

#[derive(Serialize, ToSchema)]
pub struct PartyBank {
    #[schema(value_type = pix::Ispb)]
    pub ispb: String,
    pub name: String,
}

impl From<Party> for PartyJson {
    fn from(party: Party) -> Self {
        let bank = PartyBank { ispb: party.ispb.to_string(), name: party.bank_name };
        Self { name: party.name, tax_id_masked: party.tax_id_masked, bank }
    }
}

#[derive(Serialize, ToSchema)]
pub struct Step {
    pub status: StepJson,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

#[derive(Serialize, ToSchema)]
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
    pub key: String,
    pub description: String,
    pub payer: Option<PartyJson>,
    /// Null until it is known.
    pub payee: Option<PartyJson>,
    pub timeline: Vec<Step>,
}

impl TransferJson {
    /// `transfer` as the account `view` sees it.
    pub fn new(transfer: Transfer, view: &AccountView, bank: &OurBank) -> Self {
        let own = Some(own_party(view, bank).into());
        let other = transfer.counterparty.clone().map(PartyJson::from);
        let (payer, payee) = match transfer.side {
            Side::Out => (own, other),
            Side::In => (other, own),
        };
        Self {
            end_to_end_id: transfer.id.to_string(),
            status: transfer.status.into(),
            reason: transfer.reason,
            direction: transfer.side.into(),
            amount_cents: transfer.amount.get(),
            timeline: timeline(&transfer),
            key: transfer.key,
            description: transfer.description,
            payer,
            payee,
        }
    }
}

fn timeline(transfer: &Transfer) -> Vec<Step> {
    let steps = [
        (StepJson::Pending, Some(transfer.pending_at)),
        (StepJson::Confirmed, transfer.confirmed_at),
        (StepJson::Completed, transfer.completed_at),
        (StepJson::Rejected, transfer.rejected_at),
    ];
    steps.into_iter().filter_map(|(status, at)| Some(Step { status, at: at? })).collect()
}

/// `confirmed` is a step of the timeline alone.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum StatusJson {
    Pending,
    Completed,
    Rejected,
}

impl From<Status> for StatusJson {
    fn from(status: Status) -> Self {
        match status {
            Status::Pending => Self::Pending,
            Status::Completed => Self::Completed,
            Status::Rejected => Self::Rejected,
        }
    }
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum StepJson {
    Pending,
    Confirmed,
    Completed,
    Rejected,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum DirectionJson {
    In,
    Out,
}

impl From<Side> for DirectionJson {
    fn from(side: Side) -> Self {
        match side {
            Side::Out => Self::Out,
            Side::In => Self::In,
        }
    }
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum EntryKind {
    Opening,
    Sent,
    Received,
    Refund,
}

#[derive(Serialize, ToSchema)]
pub struct Counterparty {
    pub name: String,
    pub bank: String,
}

#[derive(Serialize, ToSchema)]
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
}

impl From<Movement> for EntryJson {
    fn from(movement: Movement) -> Self {
        let transfer = movement.transfer.as_ref();
        let other = transfer.and_then(|transfer| transfer.counterparty.clone());
        Self {
            at: movement.at,
            kind: match movement.kind {
                PostingKind::Opening => EntryKind::Opening,
                PostingKind::Sent | PostingKind::Settled => EntryKind::Sent,
                PostingKind::Received => EntryKind::Received,
                PostingKind::Refund => EntryKind::Refund,
            },
            amount_cents: movement.amount.get(),
            balance_after_cents: movement.balance_after.get(),
            counterparty: other.map(|party| Counterparty { name: party.name, bank: party.bank_name }),
            end_to_end_id: transfer.map(|transfer| transfer.id.to_string()),
            status: transfer.map(|transfer| transfer.status.into()),
        }
    }
}
