//! What the bank says to the hub, as bytes to send.

use super::Codec;
use crate::{
    application::Encoder,
    domain::{Outgoing, Transfer},
};
use codepix_proto::{topic, v1, values};
use outbox::Message;
use prost::Message as _;

impl Encoder for Codec {
    fn encode(&self, transfer: &Transfer, outgoing: &Outgoing) -> Message {
        let body = body(transfer, outgoing);
        let kind = body.type_name();
        Message {
            id: format!("{}/{kind}", transfer.id),
            topic: topic::from_bank(self.bank.as_str()),
            // For whoever looks on, and while the producer does not know the partitions yet.
            key: transfer.id.to_string(),
            kind: kind.into(),
            payload: v1::FromBank { body: Some(body) }.encode_to_vec(),
        }
    }
}

fn body(transfer: &Transfer, outgoing: &Outgoing) -> v1::from_bank::Body {
    let end_to_end_id = transfer.id.to_string();
    match outgoing {
        Outgoing::Requested { payer } => v1::from_bank::Body::Requested(v1::TransferRequested {
            end_to_end_id,
            amount_cents: transfer.amount.get(),
            key: transfer.key.clone(),
            description: transfer.description.clone(),
            entry_id: transfer.entry_id.map(|id| id.to_string()).unwrap_or_default(),
            payer: Some(payer.into()),
            accepted_at: Some(values::timestamp(transfer.pending_at)),
            txid: transfer.txid.as_ref().map(ToString::to_string).unwrap_or_default(),
            instrument: v1::Instrument::from(transfer.instrument).into(),
        }),
        Outgoing::ReturnRequested { payer, reason } => {
            v1::from_bank::Body::ReturnRequested(v1::ReturnRequested {
                return_id: end_to_end_id,
                original_end_to_end_id: transfer.key.clone(),
                amount_cents: transfer.amount.get(),
                reason: v1::ReturnReason::from(*reason).into(),
                description: transfer.description.clone(),
                payer: Some(payer.into()),
                accepted_at: Some(values::timestamp(transfer.pending_at)),
            })
        }
        Outgoing::Confirmed { payee, at } => v1::from_bank::Body::Confirmed(v1::TransferConfirmed {
            end_to_end_id,
            payee: Some(payee.into()),
            confirmed_at: Some(values::timestamp(*at)),
        }),
        Outgoing::Rejected { reason, at } => v1::from_bank::Body::Rejected(v1::TransferRejected {
            end_to_end_id,
            reason: v1::RejectionReason::from(*reason).into(),
            rejected_at: Some(values::timestamp(*at)),
        }),
        Outgoing::Completed => v1::from_bank::Body::Completed(v1::TransferCompleted { end_to_end_id }),
        Outgoing::Refunded => v1::from_bank::Body::Refunded(v1::TransferRefunded { end_to_end_id }),
    }
}
