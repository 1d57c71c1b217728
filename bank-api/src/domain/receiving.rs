//! Step 3 of a transfer: the payee's bank credits, finally, or refuses with a reason. Asked again, it answers the same.

use super::{
    Account, AccountId, Context, Contradiction, Decision, Ledger, OurBank, Outgoing, Posting, PostingKind,
    Side, Status, Transfer,
};
use pix::{Cents, EndToEndId, Instrument, Party, Reason, Timestamp, Txid};

/// Money that the hub brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forwarded {
    pub id: EndToEndId,
    pub amount: Cents,
    pub key: String,
    pub description: String,
    pub payer: Party,
    /// The account that the directory named; None where that is no number of ours.
    pub account: Option<AccountId>,
    /// The charge that it pays.
    pub txid: Option<Txid>,
    pub instrument: Instrument,
    /// When the payer's bank accepted it, by its clock; None where it did not say.
    pub accepted_at: Option<Timestamp>,
}

/// Decides whether `account` is credited, and how our side of the transfer stands then. `known` is that side, if it came
/// before.
///
/// # Errors
/// [`Contradiction`] for an id that is known with another payer, key or amount.
pub fn receive(
    known: Option<&Transfer>,
    account: Option<&Account>,
    forwarded: &Forwarded,
    context: Context<'_>,
) -> Result<(Decision, Transfer), Contradiction> {
    if !forwarded.amount.is_positive() {
        return Err(Contradiction::NoMoney);
    }
    if let Some(transfer) = known {
        let decision = repeat(transfer, account, forwarded, context.bank)?;
        return Ok((decision, transfer.clone()));
    }
    match creditable(account, forwarded.amount) {
        Ok(account) => Ok(credit(account, forwarded, context)),
        Err(reason) => Ok(refuse(account, forwarded, reason, context.now)),
    }
}

fn creditable(account: Option<&Account>, amount: Cents) -> Result<&Account, Reason> {
    let account = account.ok_or(Reason::AccountUnknown)?;
    if !account.open {
        return Err(Reason::AccountClosed);
    }
    account.takes(amount).then_some(account).ok_or(Reason::Refused)
}

pub(super) fn credit(account: &Account, forwarded: &Forwarded, context: Context<'_>) -> (Decision, Transfer) {
    let Context { bank, now } = context;
    let transfer = Transfer {
        status: Status::Completed,
        confirmed_at: Some(now),
        completed_at: Some(now),
        ..incoming_side(Some(account.id), forwarded, now)
    };
    let posting = Posting {
        transfer: Some(forwarded.id),
        kind: PostingKind::Received,
        debit: Ledger::Settlement,
        credit: Ledger::Customer(account.id),
        amount: forwarded.amount,
    };
    let decision = Decision {
        transfers: vec![transfer.clone()],
        postings: vec![posting],
        outgoing: Some(Outgoing::Confirmed { payee: account.as_payee(bank), at: now }),
        open: vec![account.id],
        ..Decision::default()
    };
    (decision, transfer)
}

pub(super) fn refuse(
    account: Option<&Account>,
    forwarded: &Forwarded,
    reason: Reason,
    now: Timestamp,
) -> (Decision, Transfer) {
    let transfer = Transfer {
        status: Status::Rejected,
        reason: Some(reason),
        rejected_at: Some(now),
        ..incoming_side(account.map(|account| account.id), forwarded, now)
    };
    let outgoing = Some(Outgoing::Rejected { reason, at: now });
    (Decision { transfers: vec![transfer.clone()], outgoing, ..Decision::default() }, transfer)
}

pub(super) fn repeat(
    transfer: &Transfer,
    account: Option<&Account>,
    forwarded: &Forwarded,
    us: &OurBank,
) -> Result<Decision, Contradiction> {
    let payer = transfer.counterparty.as_ref();
    let same_payer = payer.is_some_and(|payer| {
        payer.ispb == forwarded.payer.ispb
            && payer.branch == forwarded.payer.branch
            && payer.account == forwarded.payer.account
    });
    let same_money = transfer.amount == forwarded.amount
        && transfer.key == forwarded.key
        && transfer.txid == forwarded.txid
        && transfer.instrument == forwarded.instrument;
    // Paid inside: the hub never heard of it and cannot bring it.
    if transfer.inside || !same_payer || !same_money {
        return Err(Contradiction::OtherOrder);
    }
    let outgoing = match (transfer.status, transfer.reason) {
        (Status::Completed, _) => account
            .zip(transfer.completed_at)
            .map(|(account, at)| Outgoing::Confirmed { payee: account.as_payee(us), at }),
        (Status::Rejected, Some(reason)) => transfer.rejected_at.map(|at| Outgoing::Rejected { reason, at }),
        (Status::Rejected, None) | (Status::Pending, _) => None,
    };
    Ok(Decision { outgoing, ..Decision::default() })
}

fn incoming_side(account: Option<AccountId>, forwarded: &Forwarded, now: Timestamp) -> Transfer {
    Transfer {
        id: forwarded.id,
        side: Side::In,
        account,
        status: Status::Pending,
        amount: forwarded.amount,
        key: forwarded.key.clone(),
        description: forwarded.description.clone(),
        entry_id: None,
        txid: forwarded.txid.clone(),
        instrument: forwarded.instrument,
        inside: false,
        counterparty: Some(forwarded.payer.clone()),
        reason: None,
        idempotency: None,
        pending_at: now,
        confirmed_at: None,
        completed_at: None,
        rejected_at: None,
        version: 1,
    }
}

#[cfg(test)]
mod tests;
