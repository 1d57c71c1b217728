//! Messages that no honest participant sends: contradictions, claims of the wrong bank, garbage. None may have effect.

use super::{chance::Chance, cluster::Cluster, network::Network};
use codepix::domain::{Status, Transfer};
use codepix_proto::{
    topic,
    v1::{self, from_bank::Body},
};
use outbox::Message;
use prost::Message as _;

/// Puts one forged message into a topic.
pub fn forge(cluster: &Cluster, network: &Network, chance: &Chance) {
    let transfers = cluster.hub.transfers.all();
    let forged = match chance.below(4) {
        0 => Some((topic::from_bank("001"), vec![0xff, chance.bits() as u8, 7])),
        1 => pick(&transfers, chance).and_then(|t| late_rejection(cluster, t)),
        2 => pick(&transfers, chance).and_then(|t| wrong_bank(cluster, t)),
        _ => pick(&transfers, chance).and_then(|t| other_amount(cluster, t)),
    };
    if let Some((topic, payload)) = forged {
        let id = format!("forged-{}", chance.bits());
        network.broker.append(&Message { id, topic, key: String::new(), kind: "forged".into(), payload });
    }
}

type Forged = Option<(String, Vec<u8>)>;

fn pick<'a>(transfers: &'a [Transfer], chance: &Chance) -> Option<&'a Transfer> {
    (!transfers.is_empty()).then(|| &transfers[chance.below(transfers.len())])
}

/// The destination rejects what it has confirmed, after the hub has acted on it.
fn late_rejection(cluster: &Cluster, transfer: &Transfer) -> Forged {
    if !matches!(transfer.status, Status::Confirmed | Status::Completed) {
        return None;
    }
    let destination = cluster.banks.iter().find(|disk| Some(disk.bank.ispb) == transfer.destination)?;
    let rejected =
        v1::TransferRejected { end_to_end_id: transfer.id.to_string(), reason: 6, rejected_at: None };
    Some((topic::from_bank(destination.bank.code.as_str()), encode(Body::Rejected(rejected))))
}

/// A bank that has no part in the transfer rejects it.
fn wrong_bank(cluster: &Cluster, transfer: &Transfer) -> Forged {
    let stranger = cluster.banks.iter().find(|disk| Some(disk.bank.ispb) != transfer.destination)?;
    let rejected =
        v1::TransferRejected { end_to_end_id: transfer.id.to_string(), reason: 6, rejected_at: None };
    Some((topic::from_bank(stranger.bank.code.as_str()), encode(Body::Rejected(rejected))))
}

/// The origin asks for another amount under a known id.
fn other_amount(cluster: &Cluster, transfer: &Transfer) -> Forged {
    let origin = cluster.banks.iter().find(|disk| disk.bank.ispb == transfer.id.ispb())?;
    let party = v1::Party {
        ispb: origin.bank.ispb.to_string(),
        branch: transfer.payer_branch.clone(),
        account: transfer.payer_account.clone(),
        ..v1::Party::default()
    };
    if transfer.id.is_return() {
        let requested = v1::ReturnRequested {
            return_id: transfer.id.to_string(),
            original_end_to_end_id: transfer.key.clone(),
            amount_cents: transfer.amount.get() + 1,
            payer: Some(party),
            ..v1::ReturnRequested::default()
        };
        return Some((topic::from_bank(origin.bank.code.as_str()), encode(Body::ReturnRequested(requested))));
    }
    let requested = v1::TransferRequested {
        end_to_end_id: transfer.id.to_string(),
        amount_cents: transfer.amount.get() + 1,
        key: transfer.key.clone(),
        payer: Some(party),
        ..v1::TransferRequested::default()
    };
    Some((topic::from_bank(origin.bank.code.as_str()), encode(Body::Requested(requested))))
}

fn encode(body: Body) -> Vec<u8> {
    v1::FromBank { body: Some(body) }.encode_to_vec()
}
