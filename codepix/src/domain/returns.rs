//! A return: a transfer of its own, from the bank that the first one went to, back to its payer.
//!
//! All returns of a transfer together are at most its amount: what is returned or on its way is counted with the original,
//! and whatever changes that count changes the original's version with it. The payer's bank can credit a return only once
//! it has settled the original; until the hub knows that, a return is registered and kept.

use super::{
    instruction::{Command, ReturnOrder},
    transfer::{Decision, Known, Outgoing, Status, Transfer},
};
use pix::{Cents, EndToEndId, Reason, Timestamp};

/// Registers the return `id`, or refuses it.
pub fn register(id: EndToEndId, order: &ReturnOrder, known: &Known<'_>, now: Timestamp) -> Decision {
    let new = new(id, order, now);
    let (original, returned) = match allowed(id, order, known) {
        Ok(allowed) => allowed,
        Err(reason) => return new.reject(reason, now),
    };
    let account = original.payer_account.clone();
    Decision {
        next: Some(Transfer { destination: Some(original.id.ispb()), version: 1, ..new }),
        outgoing: Some(Outgoing::ForwardReturn { order: Box::new(order.clone()), account }),
        original: Some(counted(original, returned)),
        held: original.status != Status::Completed,
    }
}

/// What is returned, and how much of it will be; why not, where it is not.
fn allowed<'a>(
    id: EndToEndId,
    order: &ReturnOrder,
    known: &Known<'a>,
) -> Result<(&'a Transfer, Cents), Reason> {
    let is_theirs = |original: &&Transfer| {
        let credited = match original.status {
            // Their confirmation is on its way.
            Status::Pending | Status::Confirmed | Status::Completed => true,
            Status::Rejected | Status::Refunded => false,
        };
        credited && original.destination == Some(id.ispb()) && !original.id.is_return()
    };
    let original = known.original.filter(is_theirs).ok_or(Reason::Refused)?;
    if !known.returns_are_known {
        return Err(Reason::Unsupported);
    }
    let returned = original.returned.checked_add(order.amount);
    let returned = returned.filter(|returned| *returned <= original.amount);
    Ok((original, returned.ok_or(Reason::ReturnTooLarge)?))
}

/// A return that was refused may be tried again: what it would have taken is free.
pub fn give_back_room(decision: Decision, command: &Command, original: Option<&Transfer>) -> Decision {
    let refused = decision.next.as_ref().filter(|next| {
        next.id.is_return() && next.status == Status::Rejected && matches!(command, Command::Reject(_))
    });
    let room = refused.zip(original).and_then(|(refused, original)| {
        Some(counted(original, original.returned.checked_sub(refused.amount)?))
    });
    Decision { original: room, ..decision }
}

fn counted(original: &Transfer, returned: Cents) -> Transfer {
    Transfer { returned, version: original.version + 1, ..original.clone() }
}

/// Not registered yet.
pub fn new(id: EndToEndId, order: &ReturnOrder, now: Timestamp) -> Transfer {
    Transfer {
        amount: order.amount,
        key: order.original.to_string(),
        description: order.description.clone(),
        payer_branch: order.payer.branch.clone(),
        payer_account: order.payer.account.clone(),
        ..Transfer::new(id, None, now)
    }
}

/// Names, texts and the reason may be written differently; the money may not.
pub fn is_of(transfer: &Transfer, order: &ReturnOrder) -> bool {
    transfer.amount == order.amount
        && transfer.original() == Some(order.original)
        && transfer.payer_account == order.payer.account
        && transfer.payer_branch == order.payer.branch
}

impl Transfer {
    /// What it returns, if it is a return.
    pub fn original(&self) -> Option<EndToEndId> {
        self.key.parse().ok().filter(|_| self.id.is_return())
    }
}

#[cfg(test)]
mod tests;
