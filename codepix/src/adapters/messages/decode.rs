//! What banks say to the hub. The topic says which bank it is, since only that bank may write it.

use super::Codec;
use crate::domain::{Command, Instruction, Order, Payee, ReturnOrder};
use codepix_proto::{
    topic,
    v1::{self, FromBank, from_bank},
    values,
};
use outbox::{Decoder, Record};
use pix::{Cents, Description, EndToEndId, Ispb, Party, PixKey};
use prost::Message as _;
use uuid::Uuid;

impl Decoder<Instruction> for Codec {
    fn decode(&self, record: &Record) -> Result<Instruction, String> {
        let code = record.topic.strip_prefix(topic::FROM_BANK).and_then(|code| code.parse().ok());
        let sender = code
            .and_then(|code| self.participants.by_code(code))
            .ok_or("the topic belongs to no participant")?;
        let message = FromBank::decode(record.payload.as_slice()).map_err(|error| error.to_string())?;
        let body = message.body.ok_or("the message is empty, or of a version this hub does not know")?;
        read(sender.ispb, body)
    }
}

fn read(sender: Ispb, body: from_bank::Body) -> Result<Instruction, String> {
    let (id, command) = match body {
        from_bank::Body::ReturnRequested(requested) => {
            let id = requested.return_id.clone();
            let order = return_order(sender, requested);
            (id, order.map_or(Command::Malformed, |order| Command::Return(Box::new(order))))
        }
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
    // An id of the other kind is no reason to keep the money: it can be refused under that id.
    let misnamed = match command {
        Command::Request(_) => id.is_return(),
        Command::Return(_) => !id.is_return(),
        Command::Malformed
        | Command::Confirm(_)
        | Command::Reject(_)
        | Command::Complete
        | Command::Refund => false,
    };
    Ok(Instruction { id, sender, command: if misnamed { Command::Malformed } else { command } })
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
    let (txid, instrument) = (values::txid(&requested.txid).ok()?, values::instrument(requested.instrument));
    let accepted_at = requested.accepted_at.and_then(values::instant);
    let amount_holds = amount.is_positive() && amount <= Cents::TRANSFER_MAX;
    let readable = amount_holds && payer.ispb == sender && !payer.account.is_empty();
    let description = description.as_str().to_owned();
    readable.then_some(Order { amount, key, description, entry_id, payer, txid, instrument, accepted_at })
}

/// Likewise of a return.
fn return_order(sender: Ispb, requested: v1::ReturnRequested) -> Option<ReturnOrder> {
    let amount = Cents::new(requested.amount_cents);
    let payer = Party::try_from(requested.payer?).ok()?;
    let original = requested.original_end_to_end_id.parse().ok()?;
    let description = Description::parse(&requested.description).ok()?.as_str().to_owned();
    let reason = values::return_reason(requested.reason);
    let accepted_at = requested.accepted_at.and_then(values::instant);
    let amount_holds = amount.is_positive() && amount <= Cents::TRANSFER_MAX;
    let readable = amount_holds && payer.ispb == sender && !payer.account.is_empty();
    readable.then_some(ReturnOrder { original, amount, reason, description, payer, accepted_at })
}
