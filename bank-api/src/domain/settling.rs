//! Step 5 of a transfer: the payer's bank learns how it ended, and settles or refunds.

use super::{Contradiction, Decision, Ledger, Outgoing, Posting, PostingKind, Question, Status, Transfer};
use pix::{Party, Reason, Timestamp};

/// The hub's verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settlement {
    /// The payee was credited.
    Confirmed { payee: Party, at: Timestamp },
    /// Nothing was credited, and nothing will be.
    Rejected { reason: Reason },
}

/// Decides what a verdict means for our side of the transfer, and how that stands then.
///
/// # Errors
/// [`Contradiction`] for a transfer we never sent to the hub, and for a verdict against the one we acted on.
pub fn settle(
    known: Option<&Transfer>,
    settlement: &Settlement,
    now: Timestamp,
) -> Result<(Decision, Transfer), Contradiction> {
    let transfer = known.filter(|transfer| !transfer.inside).ok_or(Contradiction::Unknown)?;
    match (transfer.status, settlement) {
        (Status::Pending, Settlement::Confirmed { payee, at }) => Ok(complete(transfer, payee, *at, now)),
        (Status::Pending, Settlement::Rejected { reason }) => refund(transfer, *reason, now),
        // The hub asks again: it has not heard our answer.
        (Status::Completed, Settlement::Confirmed { .. }) => {
            Ok((answer(Outgoing::Completed), transfer.clone()))
        }
        (Status::Rejected, Settlement::Rejected { .. }) => Ok((answer(Outgoing::Refunded), transfer.clone())),
        (Status::Completed, Settlement::Rejected { .. })
        | (Status::Rejected, Settlement::Confirmed { .. }) => Err(Contradiction::NoSuchStep(transfer.status)),
    }
}

fn answer(outgoing: Outgoing) -> Decision {
    Decision { outgoing: Some(outgoing), ..Decision::default() }
}

/// The hub's answer is acted on.
fn moved(next: &Transfer, posting: Posting, outgoing: Outgoing) -> Decision {
    Decision {
        transfers: vec![next.clone()],
        postings: vec![posting],
        question: Question::Close(next.id),
        ..answer(outgoing)
    }
}

fn complete(
    transfer: &Transfer,
    payee: &Party,
    confirmed_at: Timestamp,
    now: Timestamp,
) -> (Decision, Transfer) {
    let next = Transfer {
        status: Status::Completed,
        counterparty: Some(payee.clone()),
        confirmed_at: Some(confirmed_at),
        completed_at: Some(now),
        version: transfer.version + 1,
        ..transfer.clone()
    };
    let posting = Posting {
        transfer: Some(transfer.id),
        kind: PostingKind::Settled,
        debit: Ledger::InFlight,
        credit: Ledger::Settlement,
        amount: transfer.amount,
    };
    (moved(&next, posting, Outgoing::Completed), next)
}

fn refund(
    transfer: &Transfer,
    reason: Reason,
    now: Timestamp,
) -> Result<(Decision, Transfer), Contradiction> {
    // A side that sends always has its payer.
    let payer = transfer.account.ok_or(Contradiction::Unknown)?;
    let next = Transfer {
        status: Status::Rejected,
        reason: Some(reason),
        rejected_at: Some(now),
        version: transfer.version + 1,
        ..transfer.clone()
    };
    let posting = Posting {
        transfer: Some(transfer.id),
        kind: PostingKind::Refund,
        debit: Ledger::InFlight,
        credit: Ledger::Customer(payer),
        amount: transfer.amount,
    };
    Ok((moved(&next, posting, Outgoing::Refunded), next))
}

#[cfg(test)]
mod tests;
