//! The domain as protobuf.

use crate::domain::{Entry, Participant, Status, Transfer};
use codepix_proto::{v1, values};
use outbox::StoredDeadLetter;

pub fn bank(participant: &Participant) -> v1::Bank {
    v1::Bank {
        code: participant.code.to_string(),
        ispb: participant.ispb.to_string(),
        name: participant.name.clone(),
    }
}

/// An entry, as every bank may see it: the owner's tax id is masked.
pub fn entry(entry: Entry, holder: &Participant) -> v1::Entry {
    v1::Entry {
        entry_id: entry.entry_id.to_string(),
        kind: v1::KeyKind::from(entry.key.kind()).into(),
        key: entry.key.to_string(),
        bank: Some(bank(holder)),
        account: Some(v1::Account { branch: entry.branch, number: entry.account }),
        owner_name: entry.owner.name,
        owner_tax_id_masked: entry.owner.tax_id.masked(),
        created_at: Some(values::timestamp(entry.created_at)),
    }
}

pub fn transfer(transfer: &Transfer) -> v1::Transfer {
    v1::Transfer {
        end_to_end_id: transfer.id.to_string(),
        status: status(transfer.status).into(),
        amount_cents: transfer.amount.get(),
        key: transfer.key.clone(),
        description: transfer.description.clone(),
        origin_ispb: transfer.id.ispb().to_string(),
        destination_ispb: transfer.destination.map(|ispb| ispb.to_string()).unwrap_or_default(),
        reason: transfer.reason.map(v1::RejectionReason::from).unwrap_or_default().into(),
        registered_at: Some(values::timestamp(transfer.registered_at)),
        confirmed_at: transfer.confirmed_at.map(values::timestamp),
        completed_at: transfer.completed_at.map(values::timestamp),
        rejected_at: transfer.rejected_at.map(values::timestamp),
        refunded_at: transfer.refunded_at.map(values::timestamp),
    }
}

/// A refunded transfer is a rejected one whose `refunded_at` is set.
fn status(status: Status) -> v1::TransferStatus {
    match status {
        Status::Pending => v1::TransferStatus::Pending,
        Status::Confirmed => v1::TransferStatus::Confirmed,
        Status::Completed => v1::TransferStatus::Completed,
        Status::Rejected | Status::Refunded => v1::TransferStatus::Rejected,
    }
}

pub fn dead_letter(stored: StoredDeadLetter) -> v1::DeadLetter {
    let StoredDeadLetter { number, letter, cut, count, first_seen } = stored;
    v1::DeadLetter {
        number,
        topic: letter.topic,
        message_id: letter.message_id,
        reason: letter.reason,
        count,
        first_seen: Some(values::timestamp(first_seen)),
        payload: letter.payload,
        cut,
    }
}
