//! Step 5 of a transfer: the payer's bank learns how it ended, and settles or refunds.

use super::{Contradiction, Decision, Ledger, Outgoing, Posting, PostingKind, Status, Transfer};
use pix::{Party, Reason, Timestamp};

/// The hub's verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settlement {
    /// The payee was credited.
    Confirmed { payee: Party, at: Timestamp },
    /// Nothing was credited, and nothing will be.
    Rejected { reason: Reason },
}

/// Decides what a verdict means for our side of the transfer.
///
/// # Errors
/// [`Contradiction`] for a transfer we never sent to the hub, and for a verdict against the one we acted on.
pub fn settle(
    known: Option<&Transfer>,
    settlement: &Settlement,
    now: Timestamp,
) -> Result<Decision, Contradiction> {
    let transfer = known.filter(|transfer| !transfer.inside).ok_or(Contradiction::Unknown)?;
    match (transfer.status, settlement) {
        (Status::Pending, Settlement::Confirmed { payee, at }) => Ok(complete(transfer, payee, *at, now)),
        (Status::Pending, Settlement::Rejected { reason }) => refund(transfer, *reason, now),
        // The hub asks again: it has not heard our answer.
        (Status::Completed, Settlement::Confirmed { .. }) => Ok(answer(Outgoing::Completed)),
        (Status::Rejected, Settlement::Rejected { .. }) => Ok(answer(Outgoing::Refunded)),
        (Status::Completed, Settlement::Rejected { .. })
        | (Status::Rejected, Settlement::Confirmed { .. }) => Err(Contradiction::NoSuchStep(transfer.status)),
    }
}

fn answer(outgoing: Outgoing) -> Decision {
    Decision { outgoing: Some(outgoing), ..Decision::default() }
}

fn complete(transfer: &Transfer, payee: &Party, confirmed_at: Timestamp, now: Timestamp) -> Decision {
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
    Decision { transfers: vec![next], postings: vec![posting], ..answer(Outgoing::Completed) }
}

fn refund(transfer: &Transfer, reason: Reason, now: Timestamp) -> Result<Decision, Contradiction> {
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
    Ok(Decision { transfers: vec![next], postings: vec![posting], ..answer(Outgoing::Refunded) })
}

#[cfg(test)]
mod tests;
