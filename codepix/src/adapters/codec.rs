//! The protobuf messages on Kafka: what the hub tells banks is encoded, what banks write is decoded. Pure.

use crate::{
    application::ParticipantCache,
    domain::{Command, Instruction, Order, Outgoing, Payee, Transfer},
};
use codepix_proto::{
    topic,
    v1::{self, FromBank, ToBank, from_bank, to_bank},
    values,
};
use outbox::{Decoder, Message, Record};
use pix::{Cents, Description, EndToEndId, Ispb, Party, PixKey};
use prost::Message as _;
use std::sync::Arc;
use uuid::Uuid;

/// The [`Encode`](crate::application::Encode) of this contract.
pub fn encode(participants: &ParticipantCache, transfer: &Transfer, outgoing: &Outgoing) -> Option<Message> {
    let id = transfer.id.to_string();
    let (to, key, body) = match outgoing {
        Outgoing::Forward { order, entry } => {
            let forwarded = v1::TransferForwarded {
                end_to_end_id: id.clone(),
                amount_cents: order.amount.get(),
                key: order.key.clone(),
                description: order.description.clone(),
                payer: Some((&order.payer).into()),
                payee_branch: entry.branch.clone(),
                payee_account: entry.account.clone(),
            };
            (entry.bank, entry.account.clone(), to_bank::Body::Forwarded(forwarded))
        }
        Outgoing::Confirmed { destination, payee, at } => {
            let bank_name = participants.by_ispb(*destination)?.name;
            let confirmed = v1::TransferConfirmed {
                end_to_end_id: id.clone(),
                payee: Some(v1::Party {
                    ispb: destination.to_string(),
                    bank_name,
                    name: payee.name.clone(),
                    tax_id_masked: payee.tax_id_masked.clone(),
                    ..v1::Party::default()
                }),
                confirmed_at: Some(values::timestamp(*at)),
            };
            (transfer.id.ispb(), transfer.payer_account.clone(), to_bank::Body::Confirmed(confirmed))
        }
        Outgoing::Rejected { reason, at } => {
            let rejected = v1::TransferRejected {
                end_to_end_id: id.clone(),
                reason: v1::RejectionReason::from(*reason).into(),
                rejected_at: Some(values::timestamp(*at)),
            };
            (transfer.id.ispb(), transfer.payer_account.clone(), to_bank::Body::Rejected(rejected))
        }
    };
    let kind = body.type_name();
    Some(Message {
        id: format!("{id}/{kind}"),
        topic: topic::to_bank(participants.by_ispb(to)?.code),
        key,
        kind: kind.into(),
        payload: ToBank { body: Some(body) }.encode_to_vec(),
    })
}

/// Decodes what banks write. The topic says which bank it is, since only that bank may write it.
pub struct Inbox(pub Arc<ParticipantCache>);

impl Decoder<Instruction> for Inbox {
    fn decode(&self, record: &Record) -> Result<Instruction, String> {
        let code = record.topic.strip_prefix(topic::FROM_BANK).and_then(|code| code.parse().ok());
        let sender =
            code.and_then(|code| self.0.by_code(code)).ok_or("the topic belongs to no participant")?;
        let message = FromBank::decode(record.payload.as_slice()).map_err(|error| error.to_string())?;
        let body = message.body.ok_or("the message is empty, or of a version this hub does not know")?;
        read(sender.ispb, body)
    }
}

fn read(sender: Ispb, body: from_bank::Body) -> Result<Instruction, String> {
    let (id, command) = match body {
        from_bank::Body::Requested(requested) => {
            let id = requested.end_to_end_id.clone();
            let order = order(sender, requested);
            (id, order.map_or(Command::Malformed, |order| Command::Request(Box::new(order))))
        }
        from_bank::Body::Confirmed(confirmed) => {
            let party = confirmed.payee.ok_or("the payee is missing")?;
            let party = Party::try_from(party).map_err(|unreadable| unreadable.0)?;
            let payee = Payee { name: party.name, tax_id_masked: party.tax_id_masked };
            (confirmed.end_to_end_id, Command::Confirm(payee))
        }
        from_bank::Body::Rejected(rejected) => {
            (rejected.end_to_end_id, Command::Reject(values::reason(rejected.reason)))
        }
        from_bank::Body::Completed(completed) => (completed.end_to_end_id, Command::Complete),
        from_bank::Body::Refunded(refunded) => (refunded.end_to_end_id, Command::Refund),
    };
    let id = id.parse::<EndToEndId>().map_err(|error| error.to_string())?;
    Ok(Instruction { id, sender, command })
}

/// The order, if every part of it can be read; a payer who gave something unreadable gets the money back.
fn order(sender: Ispb, requested: v1::TransferRequested) -> Option<Order> {
    let amount = Cents::new(requested.amount_cents);
    let payer = Party::try_from(requested.payer?).ok()?;
    let key = PixKey::detect(&requested.key).ok()?;
    let description = Description::parse(&requested.description).ok()?;
    let entry_id = match requested.entry_id.as_str() {
        "" => None,
        text => Some(Uuid::parse_str(text).ok()?),
    };
    let key = key.as_str().to_owned();
    let amount_holds = amount.is_positive() && amount <= Cents::TRANSFER_MAX;
    let readable = amount_holds && payer.ispb == sender && !payer.account.is_empty();
    readable.then(|| Order { amount, key, description: description.as_str().to_owned(), entry_id, payer })
}
