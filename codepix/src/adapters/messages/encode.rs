//! What the hub says to banks, as bytes to send.

use super::Codec;
use crate::{
    application::Encoder,
    domain::{Outgoing, Transfer},
};
use codepix_proto::{
    topic,
    v1::{self, ToBank, to_bank},
    values,
};
use outbox::Message;
use prost::Message as _;

impl Encoder for Codec {
    fn encode(&self, transfer: &Transfer, outgoing: &Outgoing) -> Option<Message> {
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
                    txid: order.txid.as_ref().map(ToString::to_string).unwrap_or_default(),
                    instrument: v1::Instrument::from(order.instrument).into(),
                    accepted_at: order.accepted_at.map(values::timestamp),
                };
                (entry.bank, entry.account.clone(), to_bank::Body::Forwarded(forwarded))
            }
            Outgoing::ForwardReturn { order, account } => {
                let forwarded = v1::ReturnForwarded {
                    return_id: id.clone(),
                    original_end_to_end_id: order.original.to_string(),
                    amount_cents: order.amount.get(),
                    reason: v1::ReturnReason::from(order.reason).into(),
                    description: order.description.clone(),
                    payer: Some((&order.payer).into()),
                    accepted_at: order.accepted_at.map(values::timestamp),
                };
                (order.original.ispb(), account.clone(), to_bank::Body::ReturnForwarded(forwarded))
            }
            Outgoing::Confirmed { destination, payee, at } => {
                let bank_name = self.participants.by_ispb(*destination)?.name;
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
            topic: topic::to_bank(self.participants.by_ispb(to)?.code),
            key,
            kind: kind.into(),
            payload: ToBank { body: Some(body) }.encode_to_vec(),
        })
    }
}
