//! Step 1 of a transfer: the payer's bank takes the money and asks the hub to move it.
//!
//! A key that is active in the same bank is paid inside, at once.

use super::{
    Account, AccountId, Context, Decision, Idempotency, Ledger, Outgoing, PinChange, PinRefusal, Posting,
    PostingKind, Question, Side, Status, Transfer,
};
use pix::{Cents, EndToEndId, Instrument, PixKey, Timestamp, Txid};
use uuid::Uuid;

/// What a customer wants sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Fresh.
    pub id: EndToEndId,
    pub amount: Cents,
    pub key: PixKey,
    /// At most 140 characters; may be empty.
    pub description: String,
    /// The registration of the key that the customer saw, if it looked.
    pub entry_id: Option<Uuid>,
    /// The charge that it pays.
    pub txid: Option<Txid>,
    pub instrument: Instrument,
    pub idempotency: Idempotency,
    /// The digest of the PIN that was typed.
    pub pin: [u8; 32],
}

/// The payee, where the key is active in this bank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidInside<'a> {
    pub account: &'a Account,
    pub entry_id: Uuid,
}

/// Why the bank does not send. The money stays where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SendRefusal {
    #[error(transparent)]
    Pin(#[from] PinRefusal),
    #[error("the amount must be above zero")]
    NoMoney,
    #[error("the amount must be at most {}", Cents::TRANSFER_MAX)]
    TooMuch,
    #[error("the balance is {balance}, {missing} short of the amount")]
    Funds { balance: Cents, missing: Cents },
    #[error("this key is the account's own; choose somebody else's")]
    OwnKey,
    #[error("the account is closed")]
    Closed,
}

/// Decides an order of `payer`, and how the payer's side of the transfer stands then. The decision holds also where the
/// answer is no: a wrong PIN is counted.
pub fn send(
    payer: &Account,
    payee: Option<&PaidInside<'_>>,
    order: &Order,
    context: Context<'_>,
) -> (Decision, Result<Transfer, SendRefusal>) {
    if !payer.open {
        return (Decision::default(), Err(SendRefusal::Closed));
    }
    let (after, judged) = payer.pin.judge(&order.pin, context.now);
    let pin = PinChange { account: payer.id, before: payer.pin.state, after };
    if let Err(refusal) = judged.map_err(SendRefusal::Pin).and_then(|()| check(payer, payee, order)) {
        let pin = (pin.after != pin.before).then_some(pin);
        return (Decision { pin, ..Decision::default() }, Err(refusal));
    }
    // Whom the bank cannot pay here, the hub brings back to it, to be refused like any other money.
    let inside = payee.filter(|payee| {
        payee.account.takes(order.amount) && order.entry_id.is_none_or(|seen| seen == payee.entry_id)
    });
    let (decision, transfer) = match inside {
        Some(payee) => pay_inside(payer, payee.account, order, context),
        None => request(payer, order, context),
    };
    // Also where no failure is forgiven: who guessed right at one instance does not pay while another locks the PIN.
    (Decision { pin: Some(pin), ..decision }, Ok(transfer))
}

fn check(payer: &Account, payee: Option<&PaidInside<'_>>, order: &Order) -> Result<(), SendRefusal> {
    if !order.amount.is_positive() {
        return Err(SendRefusal::NoMoney);
    }
    if order.amount > Cents::TRANSFER_MAX {
        return Err(SendRefusal::TooMuch);
    }
    if payee.is_some_and(|payee| payee.account.id == payer.id) {
        return Err(SendRefusal::OwnKey);
    }
    match order.amount.checked_sub(payer.balance) {
        Some(missing) if missing.is_positive() => Err(SendRefusal::Funds { balance: payer.balance, missing }),
        Some(_) | None => Ok(()),
    }
}

fn request(payer: &Account, order: &Order, context: Context<'_>) -> (Decision, Transfer) {
    let transfer = outgoing_side(payer.id, order, context.now);
    let decision = Decision {
        transfers: vec![transfer.clone()],
        postings: vec![taken(payer.id, order)],
        outgoing: Some(Outgoing::Requested { payer: payer.as_payer(context.bank) }),
        question: Question::Ask(order.id),
        open: vec![payer.id],
        ..Decision::default()
    };
    (decision, transfer)
}

fn pay_inside(payer: &Account, payee: &Account, order: &Order, context: Context<'_>) -> (Decision, Transfer) {
    let Context { bank, now } = context;
    let done = |transfer: Transfer, counterparty| Transfer {
        status: Status::Completed,
        inside: true,
        counterparty: Some(counterparty),
        confirmed_at: Some(now),
        completed_at: Some(now),
        ..transfer
    };
    let out = outgoing_side(payer.id, order, now);
    let into = Transfer { side: Side::In, account: Some(payee.id), idempotency: None, ..out.clone() };
    let given = Posting {
        kind: PostingKind::Received,
        debit: Ledger::InFlight,
        credit: Ledger::Customer(payee.id),
        ..taken(payer.id, order)
    };
    let (out, into) = (done(out, payee.as_payee(bank)), done(into, payer.as_payer(bank)));
    let decision = Decision {
        transfers: vec![out.clone(), into],
        postings: vec![taken(payer.id, order), given],
        open: vec![payer.id, payee.id],
        ..Decision::default()
    };
    (decision, out)
}

fn outgoing_side(payer: AccountId, order: &Order, now: Timestamp) -> Transfer {
    Transfer {
        id: order.id,
        side: Side::Out,
        account: Some(payer),
        status: Status::Pending,
        amount: order.amount,
        key: order.key.as_str().to_owned(),
        description: order.description.clone(),
        entry_id: order.entry_id,
        txid: order.txid.clone(),
        instrument: order.instrument,
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

fn taken(payer: AccountId, order: &Order) -> Posting {
    Posting {
        transfer: Some(order.id),
        kind: PostingKind::Sent,
        debit: Ledger::Customer(payer),
        credit: Ledger::InFlight,
        amount: order.amount,
    }
}

#[cfg(test)]
mod tests;
