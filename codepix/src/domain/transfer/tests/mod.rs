//! What the tests of a transfer have in common: a transfer in each of its states, and what a decision came to.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod steps;
mod table;

use super::*;
use crate::domain::Owner;
use pix::{Instrument, Party, PixKey};
use uuid::Uuid;

const ID: &str = "E100000012026112400300abcdefghij";
const ORIGIN: &str = "10000001";
const DESTINATION: &str = "20000002";
const STRANGER: &str = "30000003";

/// What is expected of a decision.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Expected {
    /// The next state, and what is said with it.
    Moves(Status, Said),
    /// Nothing changes, and this is said once more.
    Repeats(Said),
    Contradicts(Contradiction),
}
use Expected::{Contradicts, Moves, Repeats};

#[derive(Debug, Clone, Copy, PartialEq)]
enum Said {
    Nothing,
    Forward,
    Confirmed,
    Rejected,
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

fn ispb(text: &str) -> Ispb {
    text.parse().unwrap()
}

fn id() -> EndToEndId {
    ID.parse().unwrap()
}

fn order() -> Order {
    Order {
        amount: Cents::new(1050),
        key: "maria@example.com".into(),
        description: "lunch".into(),
        entry_id: None,
        payer: Party {
            ispb: ispb(ORIGIN),
            bank_name: "Banco Ipê".into(),
            branch: "1".into(),
            account: "77".into(),
            name: "João".into(),
            tax_id_masked: "***.777.888-**".into(),
        },
        txid: None,
        instrument: Instrument::Key,
        accepted_at: None,
    }
}

fn entry() -> Entry {
    Entry {
        entry_id: Uuid::from_u128(7),
        key: PixKey::detect("maria@example.com").unwrap(),
        bank: ispb(DESTINATION),
        branch: "2".into(),
        account: "88".into(),
        owner: Owner { name: "Maria".into(), tax_id: "52998224725".parse().unwrap() },
        created_at: at(-100),
    }
}

fn payee() -> Payee {
    Payee { name: "Maria".into(), tax_id_masked: "***.982.247-**".into() }
}

fn by(sender: &str, command: Command) -> Instruction {
    Instruction { id: id(), sender: ispb(sender), command }
}

fn request(order: Order) -> Command {
    Command::Request(Box::new(order))
}

/// Decides, with nothing deleted so far.
fn decided(
    transfer: Option<&Transfer>,
    instruction: &Instruction,
    entry: Option<&Entry>,
    now: Timestamp,
) -> Result<Decision, Contradiction> {
    decide(
        &Known { transfer, original: None, returns_are_known: true, entry, forgotten_before: Timestamp::MIN },
        instruction,
        now,
    )
}

/// Decides, and follows the instruction; the state must be reached.
fn follow(known: Option<Transfer>, sender: &str, command: Command, entry: Option<&Entry>) -> Transfer {
    decided(known.as_ref(), &by(sender, command), entry, at(0)).unwrap().next.unwrap()
}

fn pending() -> Transfer {
    follow(None, ORIGIN, request(order()), Some(&entry()))
}

fn confirmed() -> Transfer {
    follow(Some(pending()), DESTINATION, Command::Confirm(payee()), None)
}

fn completed() -> Transfer {
    follow(Some(confirmed()), ORIGIN, Command::Complete, None)
}

fn rejected() -> Transfer {
    follow(Some(pending()), DESTINATION, Command::Reject(Reason::AccountClosed), None)
}

fn refunded() -> Transfer {
    follow(Some(rejected()), ORIGIN, Command::Refund, None)
}

fn said(outgoing: Option<&Outgoing>) -> Said {
    match outgoing {
        None => Said::Nothing,
        Some(Outgoing::Forward { .. } | Outgoing::ForwardReturn { .. }) => Said::Forward,
        Some(Outgoing::Confirmed { .. }) => Said::Confirmed,
        Some(Outgoing::Rejected { .. }) => Said::Rejected,
    }
}

fn outcome(known: Option<&Transfer>, instruction: &Instruction) -> Expected {
    match decided(known, instruction, Some(&entry()), at(60)) {
        Err(contradiction) => Contradicts(contradiction),
        Ok(Decision { next: None, outgoing, .. }) => Repeats(said(outgoing.as_ref())),
        Ok(Decision { next: Some(next), outgoing, .. }) => {
            assert_eq!(next.version, known.map_or(0, |known| known.version) + 1, "each change is counted");
            Moves(next.status, said(outgoing.as_ref()))
        }
    }
}
