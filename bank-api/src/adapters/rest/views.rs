//! The domain as JSON.

use crate::{
    application::{AccountView, Movement, OurBank, own_party},
    domain::{BRANCH, PostingKind, Side, Status, Transfer},
};
use pix::{Party, Reason, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Serialize, ToSchema)]
pub struct BankJson {
    #[schema(example = "001")]
    pub code: String,
    #[schema(example = "10000001")]
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
    /// pending, confirmed, completed or rejected.
    pub status: &'static str,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

#[derive(Serialize, ToSchema)]
pub struct TransferJson {
    #[schema(example = "E1000000120261124021500A1b2C3d4E5f")]
    pub end_to_end_id: String,
    /// pending, completed or rejected; `confirmed` is a step of the timeline.
    pub status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "unknown_key")]
    pub reason: Option<Reason>,
    /// in or out, as the caller sees it.
    pub direction: &'static str,
    pub amount_cents: i64,
    pub key: String,
    pub description: String,
    pub payer: Option<PartyJson>,
    /// None until it is known.
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
            status: status_name(transfer.status),
            reason: transfer.reason,
            direction: direction_name(transfer.side),
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
        ("pending", Some(transfer.pending_at)),
        ("confirmed", transfer.confirmed_at),
        ("completed", transfer.completed_at),
        ("rejected", transfer.rejected_at),
    ];
    steps.into_iter().filter_map(|(status, at)| Some(Step { status, at: at? })).collect()
}

pub fn status_name(status: Status) -> &'static str {
    match status {
        Status::Pending => "pending",
        Status::Completed => "completed",
        Status::Rejected => "rejected",
    }
}

pub fn direction_name(side: Side) -> &'static str {
    match side {
        Side::Out => "out",
        Side::In => "in",
    }
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
    /// opening, sent, received or refund.
    pub kind: &'static str,
    /// Below zero where it went out.
    pub amount_cents: i64,
    pub balance_after_cents: i64,
    pub counterparty: Option<Counterparty>,
    pub end_to_end_id: Option<String>,
    pub status: Option<&'static str>,
}

impl From<Movement> for EntryJson {
    fn from(movement: Movement) -> Self {
        let transfer = movement.transfer.as_ref();
        let other = transfer.and_then(|transfer| transfer.counterparty.clone());
        Self {
            at: movement.at,
            kind: match movement.kind {
                PostingKind::Opening => "opening",
                PostingKind::Sent | PostingKind::Settled => "sent",
                PostingKind::Received => "received",
                PostingKind::Refund => "refund",
            },
            amount_cents: movement.amount.get(),
            balance_after_cents: movement.balance_after.get(),
            counterparty: other.map(|party| Counterparty { name: party.name, bank: party.bank_name }),
            end_to_end_id: transfer.map(|transfer| transfer.id.to_string()),
            status: transfer.map(|transfer| status_name(transfer.status)),
        }
    }
}
