//! What the hub says to the bank, read from the topic that only the hub may write.

use super::Codec;
use crate::{
    application::{Command, HubMessage},
    domain::{Forwarded, ReturnForwarded, Settlement},
};
use codepix_proto::{
    v1::{self, ToBank, to_bank},
    values,
};
use outbox::{Decoder, Record};
use pix::{Cents, EndToEndId, Instrument, Party};
use prost::Message as _;

impl Decoder<Command> for Codec {
    fn decode(&self, record: &Record) -> Result<Command, String> {
        let message = ToBank::decode(record.payload.as_slice()).map_err(|error| error.to_string())?;
        let body = message.body.ok_or("the message is empty, or of a version this bank does not know")?;
        read(body).map(Command::Hub)
    }
}

fn read(body: to_bank::Body) -> Result<HubMessage, String> {
    match body {
        to_bank::Body::Forwarded(forwarded) => Ok(HubMessage::Forwarded(Box::new(Forwarded {
            id: id(&forwarded.end_to_end_id)?,
            amount: Cents::new(forwarded.amount_cents),
            payer: party(forwarded.payer)?,
            account: forwarded.payee_account.parse().ok(),
            txid: values::txid(&forwarded.txid).map_err(|unreadable| unreadable.0)?,
            instrument: values::instrument(forwarded.instrument),
            accepted_at: forwarded.accepted_at.and_then(values::instant),
            key: forwarded.key,
            description: forwarded.description,
        }))),
        to_bank::Body::ReturnForwarded(forwarded) => Ok(HubMessage::Returned(Box::new(returned(forwarded)?))),
        to_bank::Body::Confirmed(v1::TransferConfirmed { end_to_end_id, payee, confirmed_at }) => {
            let at =
                confirmed_at.and_then(values::instant).ok_or("the time of the confirmation is missing")?;
            let settlement = Settlement::Confirmed { payee: party(payee)?, at };
            Ok(HubMessage::Settlement(id(&end_to_end_id)?, settlement))
        }
        to_bank::Body::Rejected(rejected) => {
            let settlement = Settlement::Rejected { reason: values::reason(rejected.reason) };
            Ok(HubMessage::Settlement(id(&rejected.end_to_end_id)?, settlement))
        }
    }
}

fn returned(forwarded: v1::ReturnForwarded) -> Result<ReturnForwarded, String> {
    let original = id(&forwarded.original_end_to_end_id)?;
    let money = Forwarded {
        id: id(&forwarded.return_id)?,
        amount: Cents::new(forwarded.amount_cents),
        key: original.to_string(),
        description: forwarded.description,
        payer: party(forwarded.payer)?,
        account: None,
        txid: None,
        instrument: Instrument::Manual,
        accepted_at: forwarded.accepted_at.and_then(values::instant),
    };
    Ok(ReturnForwarded { money, original, reason: values::return_reason(forwarded.reason) })
}

fn id(text: &str) -> Result<EndToEndId, String> {
    text.parse().map_err(|error: pix::EndToEndIdError| error.to_string())
}

fn party(party: Option<v1::Party>) -> Result<Party, String> {
    Party::try_from(party.ok_or("a party is missing")?).map_err(|unreadable| unreadable.0.to_owned())
}
