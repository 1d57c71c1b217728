//! The domain as the JSON of `bank-contract`.

use crate::{
    application::{AccountView, Movement, ShownCharge, own_party},
    domain::{BRANCH, ChargeStatus, OurBank, PostingKind, Side, Status, Transfer},
};
use bank_contract::{
    AccountJson, BankJson, ChargeJson, ChargePaymentJson, ChargeStatusJson, Counterparty, DirectionJson,
    EntryJson, EntryKind, PartyBank, PartyJson, ReturnJson, ReturnReasonJson, StatusJson, Step, StepJson,
    TransferJson,
};
use pix::{Cents, Party, ReturnReason};

pub fn account(view: &AccountView, bank: &OurBank) -> AccountJson {
    AccountJson {
        account_id: view.id.to_string(),
        name: view.name.clone(),
        tax_id_masked: view.tax_id.masked(),
        email: view.email.clone(),
        branch: BRANCH.to_owned(),
        number: view.id.to_string(),
        bank: BankJson { code: bank.code.to_string(), ispb: bank.ispb.to_string(), name: bank.name.clone() },
        balance_cents: view.balance.get(),
    }
}

/// `transfer` as the account `view` sees it.
pub fn transfer(transfer: Transfer, view: &AccountView, bank: &OurBank) -> TransferJson {
    let own = Some(party(own_party(view, bank)));
    let other = transfer.counterparty.clone().map(party);
    let (payer, payee) = match transfer.side {
        Side::Out => (own, other),
        Side::In => (other, own),
    };
    let original = transfer.original();
    TransferJson {
        end_to_end_id: transfer.id.to_string(),
        status: transfer.status.into(),
        reason: transfer.reason,
        direction: transfer.side.into(),
        amount_cents: transfer.amount.get(),
        timeline: timeline(&transfer),
        key: if original.is_some() { String::new() } else { transfer.key },
        description: transfer.description,
        original_end_to_end_id: original.map(|id| id.to_string()),
        payer,
        payee,
        receipt_url: None,
        returns: None,
    }
}

fn party(party: Party) -> PartyJson {
    let bank = PartyBank { ispb: party.ispb.to_string(), name: party.bank_name };
    PartyJson { name: party.name, tax_id_masked: party.tax_id_masked, bank }
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

/// `payments` where one charge is asked for.
pub fn charge(shown: ShownCharge, payments: Option<Vec<ChargePaymentJson>>) -> ChargeJson {
    let ShownCharge { charge, status, br_code } = shown;
    ChargeJson {
        txid: charge.txid.to_string(),
        status: status.into(),
        key: charge.key.as_str().to_owned(),
        amount_cents: charge.amount.map(Cents::get),
        single_use: charge.is_paid_once(),
        page: charge.token.map(|token| format!("/c/{token}")),
        description: charge.description,
        label: charge.label,
        br_code,
        created_at: charge.created_at,
        expires_at: charge.expires_at,
        paid_at: charge.paid.map(|paid| paid.at),
        payments,
    }
}

pub fn payment(transfer: Transfer) -> ChargePaymentJson {
    ChargePaymentJson {
        end_to_end_id: transfer.id.to_string(),
        amount_cents: transfer.amount.get(),
        at: transfer.completed_at,
        payer: transfer.counterparty.map(party),
    }
}

pub fn entry(movement: Movement) -> EntryJson {
    let transfer = movement.transfer.as_ref();
    let other = transfer.and_then(|transfer| transfer.counterparty.clone());
    let original = transfer.and_then(Transfer::original);
    EntryJson {
        at: movement.at,
        kind: kind(movement.kind, original.is_some()),
        original_end_to_end_id: original.map(|id| id.to_string()),
        amount_cents: movement.amount.get(),
        balance_after_cents: movement.balance_after.get(),
        counterparty: other.map(|party| Counterparty { name: party.name, bank: party.bank_name }),
        end_to_end_id: transfer.map(|transfer| transfer.id.to_string()),
        status: transfer.map(|transfer| transfer.status.into()),
    }
}

fn kind(kind: PostingKind, is_return: bool) -> EntryKind {
    match (kind, is_return) {
        (PostingKind::Opening, _) => EntryKind::Opening,
        (PostingKind::Sent | PostingKind::Settled, false) => EntryKind::Sent,
        (PostingKind::Sent | PostingKind::Settled, true) => EntryKind::ReturnSent,
        (PostingKind::Received, false) => EntryKind::Received,
        (PostingKind::Received, true) => EntryKind::ReturnReceived,
        (PostingKind::Refund, false) => EntryKind::Refund,
        (PostingKind::Refund, true) => EntryKind::ReturnRefund,
    }
}

pub fn returned((transfer, reason): (Transfer, ReturnReason)) -> ReturnJson {
    ReturnJson {
        return_id: transfer.id.to_string(),
        status: transfer.status.into(),
        amount_cents: transfer.amount.get(),
        reason: match reason {
            ReturnReason::Customer => ReturnReasonJson::Customer,
            ReturnReason::BankError => ReturnReasonJson::BankError,
            ReturnReason::Fraud => ReturnReasonJson::Fraud,
        },
        description: transfer.description,
        rejected_for: transfer.reason,
        at: transfer.pending_at,
    }
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

impl From<ChargeStatus> for ChargeStatusJson {
    fn from(status: ChargeStatus) -> Self {
        match status {
            ChargeStatus::Open => Self::Open,
            ChargeStatus::Paid => Self::Paid,
            ChargeStatus::Expired => Self::Expired,
            ChargeStatus::Removed => Self::Removed,
        }
    }
}

impl From<Side> for DirectionJson {
    fn from(side: Side) -> Self {
        match side {
            Side::Out => Self::Out,
            Side::In => Self::In,
        }
    }
}
