//! What the hub makes of a return, over every state of what it gives back.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use super::*;
use crate::domain::{Contradiction, Entry, Instruction, Known, Order, Owner, Payee, decide};
use pix::{Instrument, Ispb, Party, PixKey, ReturnReason};
use uuid::Uuid;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

fn ispb(text: &str) -> Ispb {
    text.parse().unwrap()
}

fn party(bank: &str) -> Party {
    Party {
        ispb: ispb(bank),
        bank_name: "A bank".into(),
        branch: "1".into(),
        account: "77".into(),
        name: "João".into(),
        tax_id_masked: "***.777.888-**".into(),
    }
}

const PAYER: &str = "10000001";
const PAYEE: &str = "20000002";

fn e2e() -> EndToEndId {
    EndToEndId::mint(ispb(PAYER), at(0), 7)
}

fn back() -> EndToEndId {
    EndToEndId::mint_return(ispb(PAYEE), at(0), 8)
}

fn return_of(cents: i64) -> ReturnOrder {
    ReturnOrder {
        original: e2e(),
        amount: Cents::new(cents),
        reason: ReturnReason::Customer,
        description: String::new(),
        payer: party(PAYEE),
        accepted_at: None,
    }
}

/// The original in each of its states.
fn original(status: Status) -> Transfer {
    let entry = Entry {
        entry_id: Uuid::from_u128(7),
        key: PixKey::detect("maria@example.com").unwrap(),
        bank: ispb(PAYEE),
        branch: "2".into(),
        account: "88".into(),
        owner: Owner { name: "Maria".into(), tax_id: "52998224725".parse().unwrap() },
        created_at: at(-100),
    };
    let order = Order {
        amount: Cents::new(1000),
        key: "maria@example.com".into(),
        description: String::new(),
        entry_id: None,
        payer: party(PAYER),
        txid: None,
        instrument: Instrument::Key,
        accepted_at: None,
    };
    let step = |known: Option<&Transfer>, by, command| {
        let instruction = Instruction { id: e2e(), sender: ispb(by), command };
        let entry = Some(&entry);
        let known = Known {
            transfer: known,
            original: None,
            returns_are_known: true,
            entry,
            forgotten_before: Timestamp::MIN,
        };
        decide(&known, &instruction, at(1)).unwrap().next.unwrap()
    };
    let pending = step(None, PAYER, Command::Request(Box::new(order)));
    let confirmed = step(Some(&pending), PAYEE, Command::Confirm(Payee::default()));
    let rejected = step(Some(&pending), PAYEE, Command::Reject(Reason::Refused));
    match status {
        Status::Pending => pending,
        Status::Confirmed => confirmed,
        Status::Completed => step(Some(&confirmed), PAYER, Command::Complete),
        Status::Rejected => rejected,
        Status::Refunded => step(Some(&rejected), PAYER, Command::Refund),
    }
}

fn decided(
    transfer: Option<&Transfer>,
    original: Option<&Transfer>,
    (sender, command): (&str, Command),
) -> Result<Decision, Contradiction> {
    let instruction = Instruction { id: back(), sender: ispb(sender), command };
    let known =
        Known { transfer, original, returns_are_known: true, entry: None, forgotten_before: Timestamp::MIN };
    decide(&known, &instruction, at(2))
}

fn asked(original: Option<&Transfer>, order: ReturnOrder) -> Decision {
    decided(None, original, (PAYEE, Command::Return(Box::new(order)))).unwrap()
}

fn refused_for(decision: &Decision) -> Option<Reason> {
    assert!(decision.original.is_none() && !decision.held, "a refusal counts nothing");
    decision.next.as_ref()?.reason
}

#[test]
fn a_return_of_what_has_arrived_is_forwarded_and_of_what_is_on_its_way_kept() {
    for (status, held) in [(Status::Completed, false), (Status::Confirmed, true), (Status::Pending, true)] {
        let original = original(status);
        let decision = asked(Some(&original), return_of(400));
        let next = decision.next.as_ref().unwrap();
        assert_eq!((next.status, next.destination), (Status::Pending, Some(ispb(PAYER))), "{status:?}");
        assert_eq!((next.original(), decision.held), (Some(original.id), held), "{status:?}");
        assert!(matches!(decision.outgoing, Some(Outgoing::ForwardReturn { .. })), "{status:?}");
        let counted = decision.original.unwrap();
        let expected = Transfer { returned: Cents::new(400), version: original.version + 1, ..original };
        assert_eq!(counted, expected, "it may not be completed unseen");
    }
}

#[test]
fn all_of_it_comes_back_in_parts_and_not_one_cent_more() {
    let mut original = original(Status::Completed);
    for part in [1, 500, 499] {
        original = asked(Some(&original), return_of(part)).original.unwrap();
    }
    assert_eq!(original.returned, original.amount);
    assert_eq!(refused_for(&asked(Some(&original), return_of(1))), Some(Reason::ReturnTooLarge));
}

#[test]
fn nobody_returns_what_he_did_not_get() {
    for status in [Status::Rejected, Status::Refunded] {
        assert_eq!(refused_for(&asked(Some(&original(status)), return_of(1))), Some(Reason::Refused));
    }
    assert_eq!(refused_for(&asked(None, return_of(1))), Some(Reason::Refused));
    let elsewhere = Transfer { destination: Some(ispb("30000003")), ..original(Status::Completed) };
    assert_eq!(refused_for(&asked(Some(&elsewhere), return_of(1))), Some(Reason::Refused));
    let of_a_return = Transfer { id: back(), ..original(Status::Completed) };
    assert_eq!(refused_for(&asked(Some(&of_a_return), return_of(1))), Some(Reason::Refused));
    let forged =
        decided(None, Some(&original(Status::Completed)), (PAYER, Command::Return(Box::new(return_of(1)))));
    assert_eq!(forged, Err(Contradiction::NotItsId));
}

#[test]
fn what_the_payers_bank_refuses_may_be_returned_again() {
    let counted = asked(Some(&original(Status::Completed)), return_of(400));
    let (back, original) = (counted.next.unwrap(), counted.original.unwrap());
    let refused = (PAYER, Command::Reject(Reason::AccountClosed));
    let decision = decided(Some(&back), Some(&original), refused.clone()).unwrap();
    let (refused_back, free) = (decision.next.unwrap(), decision.original.unwrap());
    assert_eq!((refused_back.status, free.returned), (Status::Rejected, Cents::ZERO));
    assert_eq!(free.version, original.version + 1);
    let again = decided(Some(&refused_back), Some(&free), refused).unwrap();
    assert_eq!((again.next, again.original), (None, None), "it is given back once");
}

#[test]
fn a_repeat_is_answered_from_the_state_and_other_money_is_a_contradiction() {
    let back = asked(Some(&original(Status::Completed)), return_of(400)).next.unwrap();
    let ask = |order| decided(Some(&back), None, (PAYEE, Command::Return(Box::new(order))));
    let repeat = ask(ReturnOrder { reason: ReturnReason::Fraud, ..return_of(400) }).unwrap();
    assert_eq!((repeat.next, repeat.outgoing, repeat.original), (None, None, None));
    let other = EndToEndId::mint(ispb(PAYER), at(0), 9);
    for order in [return_of(401), ReturnOrder { original: other, ..return_of(400) }] {
        assert_eq!(ask(order), Err(Contradiction::OtherOrder));
    }
}

#[test]
fn who_returned_a_part_cannot_refuse_the_whole() {
    let original = asked(Some(&original(Status::Pending)), return_of(1)).original.unwrap();
    let instruction =
        Instruction { id: e2e(), sender: ispb(PAYEE), command: Command::Reject(Reason::Refused) };
    let known = Known {
        transfer: Some(&original),
        original: None,
        returns_are_known: true,
        entry: None,
        forgotten_before: Timestamp::MIN,
    };
    assert_eq!(decide(&known, &instruction, at(2)), Err(Contradiction::NoSuchStep(Status::Pending)));
}

#[test]
fn a_bank_that_knows_no_returns_is_sent_none() {
    let original = original(Status::Completed);
    let command = Command::Return(Box::new(return_of(1)));
    let instruction = Instruction { id: back(), sender: ispb(PAYEE), command };
    let known = Known {
        transfer: None,
        original: Some(&original),
        returns_are_known: false,
        entry: None,
        forgotten_before: Timestamp::MIN,
    };
    let decision = decide(&known, &instruction, at(2)).unwrap();
    assert_eq!(refused_for(&decision), Some(Reason::Unsupported));
}
