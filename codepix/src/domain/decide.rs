//! What follows from what a bank says: the one place where everything about a transfer, or a return, is decided.

use super::{
    Entry,
    instruction::{Command, Instruction, Order},
    returns,
    transfer::{Contradiction, Decision, Known, Outgoing, Transfer},
};
use pix::{EndToEndId, Reason, Timestamp};

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

#[cfg(test)]
mod tests;
