//! A transfer as the hub knows it: pending → confirmed → completed, or rejected → refunded.
//!
//! Only the edge pending → rejected emits a rejection, so nothing that was credited can be refunded. A repeat changes
//! nothing and is answered to its sender from the present state. A contradiction changes nothing and sends nothing.

use super::{
    Entry,
    instruction::{Command, Instruction, Order, Payee, ReturnOrder},
    returns,
};
use pix::{Cents, EndToEndId, Instrument, Ispb, Reason, Timestamp, Txid};

/// Where a transfer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// Forwarded to the destination, which has not answered.
    Pending,
    /// Credited; the origin has not settled yet.
    Confirmed,
    Completed,
    /// Refused; the origin has not refunded yet.
    Rejected,
    Refunded,
}

/// A registered transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    pub id: EndToEndId,
    pub status: Status,
    /// Zero where the request was malformed.
    pub amount: Cents,
    /// Where it goes: a Pix key; of a return, the id of what it returns.
    pub key: String,
    pub description: String,
    pub payer_branch: String,
    pub payer_account: String,
    /// The charge that it pays.
    pub txid: Option<Txid>,
    pub instrument: Instrument,
    /// What of it is returned or on its way back; at most the amount.
    pub returned: Cents,
    /// None where the key led nowhere.
    pub destination: Option<Ispb>,
    pub payee: Option<Payee>,
    pub reason: Option<Reason>,
    pub registered_at: Timestamp,
    pub confirmed_at: Option<Timestamp>,
    pub completed_at: Option<Timestamp>,
    pub rejected_at: Option<Timestamp>,
    pub refunded_at: Option<Timestamp>,
    /// Counts the changes; guards the commit.
    pub version: i64,
}

/// What the hub sends, and to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outgoing {
    /// To the destination; open until it answers.
    Forward { order: Box<Order>, entry: Box<Entry> },
    /// To the bank that sent what is returned, where its payer has this account; open until it answers.
    ForwardReturn { order: Box<ReturnOrder>, account: String },
    /// To the origin; open until it has settled.
    Confirmed { destination: Ispb, payee: Payee, at: Timestamp },
    /// To the origin; open until it has refunded.
    Rejected { reason: Reason, at: Timestamp },
}

/// What the hub knows before it decides.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The registered transfer of the id.
    pub transfer: Option<&'a Transfer>,
    /// What a return gives back, or was to give back.
    pub original: Option<&'a Transfer>,
    /// The bank that sent the original has announced that it knows returns.
    pub returns_are_known: bool,
    /// What the order's key leads to.
    pub entry: Option<&'a Entry>,
    /// A transfer whose id is of an earlier minute may have ended and been deleted.
    pub forgotten_before: Timestamp,
}

/// What follows from a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// None: nothing changes.
    pub next: Option<Transfer>,
    /// With a next state this is its open question, and none closes it; without, it answers a repeat.
    pub outgoing: Option<Outgoing>,
    /// The next state of what a return gives back: committed with it, or neither.
    pub original: Option<Transfer>,
    /// The payer's bank does not know yet that it settled: what goes out is kept until it does.
    pub held: bool,
}

impl Decision {
    pub(super) fn new(next: Option<Transfer>, outgoing: Option<Outgoing>) -> Self {
        Self { next, outgoing, original: None, held: false }
    }
}

/// A command that no honest bank sends. It changes nothing, is not answered, and becomes a dead letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Contradiction {
    #[error("the id belongs to another bank than the sender")]
    NotItsId,
    #[error("the sender is not the bank this transfer was forwarded to")]
    NotTheDestination,
    #[error("no such transfer is registered")]
    Unknown,
    #[error("the id is so old that its transfer may have ended and been deleted")]
    Forgotten,
    #[error("the id is registered with another account, key, amount, charge or instrument")]
    OtherOrder,
    #[error("a transfer that is {0:?} cannot take this step")]
    NoSuchStep(Status),
}

/// Decides one instruction.
///
/// # Errors
/// [`Contradiction`] for what no honest bank sends.
pub fn decide(
    known: &Known<'_>,
    instruction: &Instruction,
    now: Timestamp,
) -> Result<Decision, Contradiction> {
    let Instruction { id, sender, command } = instruction;
    let by_origin = match command {
        Command::Request(_)
        | Command::Return(_)
        | Command::Malformed
        | Command::Complete
        | Command::Refund => true,
        Command::Confirm(_) | Command::Reject(_) => false,
    };
    if by_origin && *sender != id.ispb() {
        return Err(Contradiction::NotItsId);
    }
    let Some(transfer) = known.transfer else {
        return match id.minted_at_minute() < known.forgotten_before {
            true => refuse_forgotten(*id, command, now),
            false => register(*id, command, known, now),
        };
    };
    if !by_origin && transfer.destination != Some(*sender) {
        return Err(Contradiction::NotTheDestination);
    }
    let decision = transfer.take(command, now)?;
    Ok(returns::give_back_room(decision, command, known.original))
}

fn register(
    id: EndToEndId,
    command: &Command,
    known: &Known<'_>,
    now: Timestamp,
) -> Result<Decision, Contradiction> {
    match command {
        Command::Request(order) => Ok(match resolve(order, known.entry) {
            Ok(entry) => {
                let new = Transfer::new(id, Some(order), now);
                let next = Transfer { destination: Some(entry.bank), version: 1, ..new };
                let outgoing = Outgoing::Forward { order: order.clone(), entry: Box::new(entry.clone()) };
                Decision::new(Some(next), Some(outgoing))
            }
            Err(reason) => Transfer::new(id, Some(order), now).reject(reason, now),
        }),
        Command::Return(order) => Ok(returns::register(id, order, known, now)),
        Command::Malformed => Ok(Transfer::new(id, None, now).reject(Reason::Malformed, now)),
        Command::Confirm(_) | Command::Reject(_) | Command::Complete | Command::Refund => {
            Err(Contradiction::Unknown)
        }
    }
}

/// Whether such a transfer was there cannot be known any more, so it is never forwarded. Whoever still asks for it has not
/// settled it (only what its origin settled is deleted) and gets the money back. It is registered as rejected, so that of
/// two instances that decide at the same moment one finds what the other did.
fn refuse_forgotten(id: EndToEndId, command: &Command, now: Timestamp) -> Result<Decision, Contradiction> {
    match command {
        Command::Request(order) => Ok(Transfer::new(id, Some(order), now).reject(Reason::Refused, now)),
        Command::Return(order) => Ok(returns::new(id, order, now).reject(Reason::Refused, now)),
        Command::Malformed => Ok(Transfer::new(id, None, now).reject(Reason::Malformed, now)),
        Command::Confirm(_) | Command::Reject(_) | Command::Complete | Command::Refund => {
            Err(Contradiction::Forgotten)
        }
    }
}

fn resolve<'a>(order: &Order, entry: Option<&'a Entry>) -> Result<&'a Entry, Reason> {
    let entry = entry.ok_or(Reason::UnknownKey)?;
    match order.entry_id {
        Some(seen) if seen != entry.entry_id => Err(Reason::PayeeChanged),
        Some(_) | None => Ok(entry),
    }
}

impl Transfer {
    pub(super) fn new(id: EndToEndId, order: Option<&Order>, now: Timestamp) -> Self {
        let text = |of: fn(&Order) -> &String| order.map(of).cloned().unwrap_or_default();
        Self {
            id,
            status: Status::Pending,
            amount: order.map_or(Cents::ZERO, |order| order.amount),
            key: text(|order| &order.key),
            description: text(|order| &order.description),
            payer_branch: text(|order| &order.payer.branch),
            payer_account: text(|order| &order.payer.account),
            txid: order.and_then(|order| order.txid.clone()),
            instrument: order.map_or(Instrument::Manual, |order| order.instrument),
            returned: Cents::ZERO,
            destination: None,
            payee: None,
            reason: None,
            registered_at: now,
            confirmed_at: None,
            completed_at: None,
            rejected_at: None,
            refunded_at: None,
            version: 0,
        }
    }

    /// The state machine: every state with every command.
    fn take(&self, command: &Command, now: Timestamp) -> Result<Decision, Contradiction> {
        match (self.status, command) {
            (_, Command::Request(order)) if !self.is_of(order) => Err(Contradiction::OtherOrder),
            (_, Command::Return(order)) if !returns::is_of(self, order) => Err(Contradiction::OtherOrder),
            (_, Command::Malformed) if self.reason != Some(Reason::Malformed) => {
                Err(Contradiction::OtherOrder)
            }

            // Who gives money back has it.
            (Status::Pending, Command::Reject(_)) if self.returned.is_positive() => {
                Err(Contradiction::NoSuchStep(self.status))
            }
            (Status::Pending, Command::Confirm(payee)) => Ok(self.clone().confirm(payee, now)),
            (Status::Pending, Command::Reject(reason)) => Ok(self.clone().reject(*reason, now)),
            (Status::Confirmed, Command::Complete) => Ok(self.clone().complete(now)),
            (Status::Rejected, Command::Refund) => Ok(self.clone().refund(now)),

            // The origin asks again: it has not heard, or not yet settled.
            (_, Command::Request(_) | Command::Return(_) | Command::Malformed) => {
                Ok(self.repeated(self.verdict()))
            }
            // The destination answers again: it was asked twice. The origin reports again: likewise.
            (Status::Confirmed | Status::Completed, Command::Confirm(_))
            | (Status::Rejected | Status::Refunded, Command::Reject(_))
            | (Status::Completed, Command::Complete)
            | (Status::Refunded, Command::Refund) => Ok(self.repeated(None)),

            (Status::Rejected | Status::Refunded, Command::Confirm(_))
            | (Status::Confirmed | Status::Completed, Command::Reject(_))
            | (Status::Pending | Status::Rejected | Status::Refunded, Command::Complete)
            | (Status::Pending | Status::Confirmed | Status::Completed, Command::Refund) => {
                Err(Contradiction::NoSuchStep(self.status))
            }
        }
    }

    /// Names and texts may be written differently; the money may not.
    fn is_of(&self, order: &Order) -> bool {
        self.amount == order.amount
            && self.key == order.key
            && self.payer_account == order.payer.account
            && self.payer_branch == order.payer.branch
            && self.txid == order.txid
            && self.instrument == order.instrument
    }

    fn verdict(&self) -> Option<Outgoing> {
        match self.status {
            Status::Pending => None,
            Status::Confirmed | Status::Completed => Some(Outgoing::Confirmed {
                destination: self.destination?,
                payee: self.payee.clone()?,
                at: self.confirmed_at?,
            }),
            Status::Rejected | Status::Refunded => {
                Some(Outgoing::Rejected { reason: self.reason?, at: self.rejected_at? })
            }
        }
    }

    fn repeated(&self, outgoing: Option<Outgoing>) -> Decision {
        Decision::new(None, outgoing)
    }

    fn confirm(mut self, payee: &Payee, now: Timestamp) -> Decision {
        self.status = Status::Confirmed;
        self.payee = Some(payee.clone());
        self.confirmed_at = Some(now);
        self.changed()
    }

    pub(super) fn reject(mut self, reason: Reason, now: Timestamp) -> Decision {
        self.status = Status::Rejected;
        self.reason = Some(reason);
        self.rejected_at = Some(now);
        self.changed()
    }

    fn complete(mut self, now: Timestamp) -> Decision {
        self.status = Status::Completed;
        self.completed_at = Some(now);
        self.version += 1;
        Decision::new(Some(self), None)
    }

    fn refund(mut self, now: Timestamp) -> Decision {
        self.status = Status::Refunded;
        self.refunded_at = Some(now);
        self.version += 1;
        Decision::new(Some(self), None)
    }

    /// The verdict was reached: it is sent to the origin, and again until the origin has acted on it.
    fn changed(mut self) -> Decision {
        self.version += 1;
        let outgoing = self.verdict();
        Decision::new(Some(self), outgoing)
    }
}

#[cfg(test)]
mod tests;
