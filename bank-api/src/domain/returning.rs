//! A return (devolução): the payee gives back all or part of what came, within 90 days, in as many parts as it likes. Each
//! is a transfer of its own, from here to who sent the first one; what is returned, or on its way, is at most what came.
//!
//! What came from a customer of the same bank is given back inside, at once.

use super::{
    Account, Context, Decision, Idempotency, Ledger, Outgoing, PinChange, PinRefusal, Posting, PostingKind,
    Question, Returned, Side, Status, Transfer,
};
use pix::{Cents, EndToEndId, Instrument, ReturnReason, Timestamp};
use std::time::Duration;

/// So long after it came a Pix can be returned (PIX.md §2, devolução).
pub const RETURNABLE_DAYS: u64 = 90;
const RETURNABLE: Duration = Duration::from_hours(24 * RETURNABLE_DAYS);

/// What a payee wants given back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnOrder {
    /// Fresh.
    pub id: EndToEndId,
    pub original: EndToEndId,
    pub amount: Cents,
    pub reason: ReturnReason,
    /// At most 140 characters; may be empty.
    pub description: String,
    pub idempotency: Idempotency,
    /// The digest of the PIN that was typed.
    pub pin: [u8; 32],
}

/// What came, as it stands here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returnable<'a> {
    /// Our side of it, as its payee's bank.
    pub came: &'a Transfer,
    /// What of it is returned or on its way back.
    pub returned: Cents,
    /// Who sent it, if that is a customer of ours.
    pub payer: Option<&'a Account>,
}

/// Why the bank does not return. The money stays where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReturnRefusal {
    #[error(transparent)]
    Pin(#[from] PinRefusal),
    #[error("you received no such transfer")]
    Unknown,
    #[error("this is a return itself, and cannot be returned; send it as a new Pix")]
    OfAReturn,
    #[error("a Pix can be returned for {RETURNABLE_DAYS} days after it came; send the money as a new Pix")]
    TooLate,
    #[error("the amount must be above zero")]
    NoMoney,
    #[error("of this transfer {remaining} can still be returned")]
    TooMuch { remaining: Cents },
    #[error("the balance is {balance}, {missing} short of the amount")]
    Funds { balance: Cents, missing: Cents },
    #[error("the account is closed")]
    Closed,
    #[error("who sent this has closed the account since; nothing can be returned there")]
    PayerClosed,
}

/// Decides an order of `payee` to return, and how its side of the return stands then. The decision holds also where the
/// answer is no: a wrong PIN is counted.
pub fn give_back(
    payee: &Account,
    came: Option<&Returnable<'_>>,
    order: &ReturnOrder,
    context: Context<'_>,
) -> (Decision, Result<Transfer, ReturnRefusal>) {
    let refused = |refusal| (Decision::default(), Err(refusal));
    if !payee.open {
        return refused(ReturnRefusal::Closed);
    }
    let came = match came.filter(|came| came.came.account == Some(payee.id)) {
        Some(came) if came.came.status == Status::Completed => came,
        Some(_) | None => return refused(ReturnRefusal::Unknown),
    };
    let (after, judged) = payee.pin.judge(&order.pin, context.now);
    let pin = PinChange { account: payee.id, before: payee.pin.state, after };
    let judged = judged.map_err(ReturnRefusal::Pin);
    if let Err(refusal) = judged.and_then(|()| check(payee, came, order, context.now)) {
        let pin = (pin.after != pin.before).then_some(pin);
        return (Decision { pin, ..Decision::default() }, Err(refusal));
    }
    let (decision, transfer) = match came.payer.filter(|_| came.came.inside) {
        Some(payer) => return_inside(payee, payer, order, context),
        None => request(payee, came.came, order, context),
    };
    // Two returns of one transfer that do not see each other cannot both follow this version of it.
    let came = Transfer { version: came.came.version + 1, ..came.came.clone() };
    let transfers = decision.transfers.into_iter().chain([came]).collect();
    (Decision { pin: Some(pin), transfers, ..decision }, Ok(transfer))
}

fn check(
    payee: &Account,
    came: &Returnable<'_>,
    order: &ReturnOrder,
    now: Timestamp,
) -> Result<(), ReturnRefusal> {
    let Returnable { came, returned, payer } = came;
    if came.id.is_return() {
        return Err(ReturnRefusal::OfAReturn);
    }
    if came.completed_at.is_none_or(|at| now > at.saturating_add(RETURNABLE).unwrap_or(Timestamp::MAX)) {
        return Err(ReturnRefusal::TooLate);
    }
    if !order.amount.is_positive() {
        return Err(ReturnRefusal::NoMoney);
    }
    let remaining = came.amount.checked_sub(*returned).unwrap_or_default();
    if order.amount > remaining {
        return Err(ReturnRefusal::TooMuch { remaining });
    }
    if came.inside && payer.is_none_or(|payer| !payer.open) {
        return Err(ReturnRefusal::PayerClosed);
    }
    match order.amount.checked_sub(payee.balance) {
        Some(missing) if missing.is_positive() => {
            Err(ReturnRefusal::Funds { balance: payee.balance, missing })
        }
        Some(_) | None => Ok(()),
    }
}

fn request(
    payee: &Account,
    came: &Transfer,
    order: &ReturnOrder,
    context: Context<'_>,
) -> (Decision, Transfer) {
    let transfer =
        Transfer { counterparty: came.counterparty.clone(), ..outgoing_side(payee, order, context.now) };
    let payer = payee.as_payer(context.bank);
    let decision = Decision {
        transfers: vec![transfer.clone()],
        postings: vec![taken(payee, order)],
        outgoing: Some(Outgoing::ReturnRequested { payer, reason: order.reason }),
        question: Question::Ask(order.id),
        open: vec![payee.id],
        returned: vec![returned(order, Side::Out)],
        ..Decision::default()
    };
    (decision, transfer)
}

fn return_inside(
    payee: &Account,
    payer: &Account,
    order: &ReturnOrder,
    context: Context<'_>,
) -> (Decision, Transfer) {
    let Context { bank, now } = context;
    let done = Transfer {
        status: Status::Completed,
        inside: true,
        confirmed_at: Some(now),
        completed_at: Some(now),
        ..outgoing_side(payee, order, now)
    };
    let out = Transfer { counterparty: Some(payer.as_payee(bank)), ..done.clone() };
    let into = Transfer {
        side: Side::In,
        account: Some(payer.id),
        idempotency: None,
        counterparty: Some(payee.as_payer(bank)),
        ..done
    };
    let given = Posting {
        kind: PostingKind::Received,
        debit: Ledger::InFlight,
        credit: Ledger::Customer(payer.id),
        ..taken(payee, order)
    };
    let decision = Decision {
        transfers: vec![out.clone(), into],
        postings: vec![taken(payee, order), given],
        open: vec![payee.id, payer.id],
        returned: vec![returned(order, Side::Out), returned(order, Side::In)],
        ..Decision::default()
    };
    (decision, out)
}

fn returned(order: &ReturnOrder, side: Side) -> Returned {
    let ReturnOrder { id, original, amount, reason, .. } = *order;
    Returned { id, side, original, amount, reason }
}

fn outgoing_side(payee: &Account, order: &ReturnOrder, now: Timestamp) -> Transfer {
    Transfer {
        id: order.id,
        side: Side::Out,
        account: Some(payee.id),
        status: Status::Pending,
        amount: order.amount,
        key: order.original.to_string(),
        description: order.description.clone(),
        entry_id: None,
        txid: None,
        instrument: Instrument::Manual,
        inside: false,
        counterparty: None,
        reason: None,
        idempotency: Some(order.idempotency.clone()),
        pending_at: now,
        confirmed_at: None,
        completed_at: None,
        rejected_at: None,
        version: 1,
    }
}

fn taken(payee: &Account, order: &ReturnOrder) -> Posting {
    Posting {
        transfer: Some(order.id),
        kind: PostingKind::Sent,
        debit: Ledger::Customer(payee.id),
        credit: Ledger::InFlight,
        amount: order.amount,
    }
}

#[cfg(test)]
mod tests;
