//! What stands in a message, as JSON for whoever looks at it. Refuses to know how it was read.

use codepix_proto::{
    v1::{self, FromBank, ToBank, from_bank, to_bank},
    values::{instant, instrument, reason, return_reason},
};
use prost::Message as _;
use prost_types::Timestamp;
use serde_json::{Value, json};

use crate::journal::Kind;

/// A payload that could be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded {
    pub end_to_end_id: String,
    pub kind: Kind,
    pub body: Value,
}

/// What a bank has said; None where that is no message of ours.
pub fn said_by_a_bank(payload: &[u8]) -> Option<Decoded> {
    use from_bank::Body::{Completed, Confirmed, Refunded, Rejected, Requested, ReturnRequested};
    Some(match FromBank::decode(payload).ok()?.body? {
        Requested(it) => {
            let body = json!({ "amount_cents": it.amount_cents, "key": it.key, "description": it.description,
                "entry_id": it.entry_id, "payer": it.payer.map(party), "accepted_at": time(it.accepted_at), "txid": it.txid,
                "instrument": instrument(it.instrument).as_str() });
            Decoded { end_to_end_id: it.end_to_end_id, kind: Kind::Requested, body }
        }
        ReturnRequested(it) => {
            let body = json!({ "original_end_to_end_id": it.original_end_to_end_id, "amount_cents": it.amount_cents,
                "reason": return_reason(it.reason).as_str(), "description": it.description,
                "payer": it.payer.map(party), "accepted_at": time(it.accepted_at) });
            Decoded { end_to_end_id: it.return_id, kind: Kind::Requested, body }
        }
        Confirmed(it) => confirmed(it),
        Rejected(it) => rejected(it),
        Completed(it) => Decoded { end_to_end_id: it.end_to_end_id, kind: Kind::Completed, body: json!({}) },
        Refunded(it) => Decoded { end_to_end_id: it.end_to_end_id, kind: Kind::Refunded, body: json!({}) },
    })
}

/// What the hub has said to a bank; None where that is no message of ours.
pub fn said_to_a_bank(payload: &[u8]) -> Option<Decoded> {
    use to_bank::Body::{Confirmed, Forwarded, Rejected, ReturnForwarded};
    Some(match ToBank::decode(payload).ok()?.body? {
        Forwarded(it) => {
            let body = json!({ "amount_cents": it.amount_cents, "key": it.key, "description": it.description,
                "payer": it.payer.map(party), "payee_branch": it.payee_branch, "payee_account": it.payee_account,
                "txid": it.txid, "instrument": instrument(it.instrument).as_str(), "accepted_at": time(it.accepted_at) });
            Decoded { end_to_end_id: it.end_to_end_id, kind: Kind::Forwarded, body }
        }
        ReturnForwarded(it) => {
            let body = json!({ "original_end_to_end_id": it.original_end_to_end_id, "amount_cents": it.amount_cents,
                "reason": return_reason(it.reason).as_str(), "description": it.description,
                "payer": it.payer.map(party), "accepted_at": time(it.accepted_at) });
            Decoded { end_to_end_id: it.return_id, kind: Kind::Forwarded, body }
        }
        Confirmed(it) => confirmed(it),
        Rejected(it) => rejected(it),
    })
}

fn confirmed(it: v1::TransferConfirmed) -> Decoded {
    let body = json!({ "payee": it.payee.map(party), "confirmed_at": time(it.confirmed_at) });
    Decoded { end_to_end_id: it.end_to_end_id, kind: Kind::Confirmed, body }
}

fn rejected(it: v1::TransferRejected) -> Decoded {
    let body = json!({ "reason": reason(it.reason).as_str(), "rejected_at": time(it.rejected_at) });
    Decoded { end_to_end_id: it.end_to_end_id, kind: Kind::Rejected, body }
}

fn party(it: v1::Party) -> Value {
    json!({ "ispb": it.ispb, "bank_name": it.bank_name, "branch": it.branch, "account": it.account, "name": it.name,
        "tax_id_masked": it.tax_id_masked })
}

/// None for what lies outside of the calendar.
fn time(at: Option<Timestamp>) -> Option<String> {
    at.and_then(instant).map(|at| at.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_shown_with_all_that_stands_in_it() {
        let id = "E1000000120261124173000AbCdEfGhI";
        let payer = v1::Party { name: "Ana Lima".into(), ..v1::Party::default() };
        let forwarded = v1::TransferForwarded {
            end_to_end_id: id.into(),
            amount_cents: 1050,
            payer: Some(payer),
            ..Default::default()
        };
        let payload = ToBank { body: Some(to_bank::Body::Forwarded(forwarded)) }.encode_to_vec();
        let decoded = said_to_a_bank(&payload).unwrap();
        assert_eq!((decoded.end_to_end_id.as_str(), decoded.kind), (id, Kind::Forwarded));
        assert_eq!(decoded.body["amount_cents"], 1050);
        assert_eq!(decoded.body["payer"]["name"], "Ana Lima");
    }

    #[test]
    fn a_rejection_says_why() {
        let rejected =
            v1::TransferRejected { reason: v1::RejectionReason::UnknownKey.into(), ..Default::default() };
        let payload = FromBank { body: Some(from_bank::Body::Rejected(rejected)) }.encode_to_vec();
        assert_eq!(said_by_a_bank(&payload).unwrap().body["reason"], "unknown_key");
    }

    #[test]
    fn what_nobody_can_read_is_no_message() {
        for poison in [&b"\xff\xfe garbage"[..], b"", &[0x9a, 0x06, 0x03, 1, 2, 3]] {
            assert_eq!(said_by_a_bank(poison), None);
            assert_eq!(said_to_a_bank(poison), None);
        }
    }
}
