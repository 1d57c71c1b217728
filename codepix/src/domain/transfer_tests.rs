//! Every state with every command by every sender, as tables: a row per command, a column per state.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use super::{Entry, Owner, transfer::*};
use pix::{Cents, EndToEndId, Ispb, Party, PixKey, Reason, Timestamp};
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

/// Decides, and follows the instruction; the state must be reached.
fn follow(known: Option<Transfer>, sender: &str, command: Command, entry: Option<&Entry>) -> Transfer {
    decide(known.as_ref(), &by(sender, command), entry, at(0)).unwrap().next.unwrap()
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
        Some(Outgoing::Forward { .. }) => Said::Forward,
        Some(Outgoing::Confirmed { .. }) => Said::Confirmed,
        Some(Outgoing::Rejected { .. }) => Said::Rejected,
    }
}

fn outcome(known: Option<&Transfer>, instruction: &Instruction) -> Expected {
    match decide(known, instruction, Some(&entry()), at(60)) {
        Err(contradiction) => Contradicts(contradiction),
        Ok(Decision { next: None, outgoing }) => Repeats(said(outgoing.as_ref())),
        Ok(Decision { next: Some(next), outgoing }) => {
            assert_eq!(next.version, known.map_or(0, |known| known.version) + 1, "each change is counted");
            Moves(next.status, said(outgoing.as_ref()))
        }
    }
}

#[test]
fn every_state_answers_every_command_of_the_bank_whose_turn_it_may_be() {
    use Status as S;
    let states =
        [None, Some(pending()), Some(confirmed()), Some(completed()), Some(rejected()), Some(refunded())];
    let no = |status| Contradicts(Contradiction::NoSuchStep(status));
    let unknown = Contradicts(Contradiction::Unknown);
    let other = Contradicts(Contradiction::OtherOrder);
    let confirm = Command::Confirm(payee());
    let reject = Command::Reject(Reason::Refused);
    // Columns: unknown, pending, confirmed, completed, rejected, refunded.
    let table: [(&str, Command, [Expected; 6]); 6] = [
        (
            ORIGIN,
            request(order()),
            [
                Moves(S::Pending, Said::Forward),
                Repeats(Said::Nothing),
                Repeats(Said::Confirmed),
                Repeats(Said::Confirmed),
                Repeats(Said::Rejected),
                Repeats(Said::Rejected),
            ],
        ),
        (ORIGIN, Command::Malformed, [Moves(S::Rejected, Said::Rejected), other, other, other, other, other]),
        (
            DESTINATION,
            confirm,
            [
                unknown,
                Moves(S::Confirmed, Said::Confirmed),
                Repeats(Said::Nothing),
                Repeats(Said::Nothing),
                no(S::Rejected),
                no(S::Refunded),
            ],
        ),
        (
            DESTINATION,
            reject,
            [
                unknown,
                Moves(S::Rejected, Said::Rejected),
                no(S::Confirmed),
                no(S::Completed),
                Repeats(Said::Nothing),
                Repeats(Said::Nothing),
            ],
        ),
        (
            ORIGIN,
            Command::Complete,
            [
                unknown,
                no(S::Pending),
                Moves(S::Completed, Said::Nothing),
                Repeats(Said::Nothing),
                no(S::Rejected),
                no(S::Refunded),
            ],
        ),
        (
            ORIGIN,
            Command::Refund,
            [
                unknown,
                no(S::Pending),
                no(S::Confirmed),
                no(S::Completed),
                Moves(S::Refunded, Said::Nothing),
                Repeats(Said::Nothing),
            ],
        ),
    ];
    for (sender, command, row) in table {
        for (known, expected) in states.iter().zip(row) {
            let state = known.as_ref().map(|known| known.status);
            let got = outcome(known.as_ref(), &by(sender, command.clone()));
            assert_eq!(got, expected, "{state:?} takes {command:?}");
        }
    }
}

#[test]
fn nobody_speaks_for_another_bank_in_any_state() {
    let states =
        [None, Some(pending()), Some(confirmed()), Some(completed()), Some(rejected()), Some(refunded())];
    let of_origin = [request(order()), Command::Malformed, Command::Complete, Command::Refund];
    let of_destination = [Command::Confirm(payee()), Command::Reject(Reason::Refused)];
    for known in &states {
        for command in &of_origin {
            for sender in [DESTINATION, STRANGER] {
                let got = outcome(known.as_ref(), &by(sender, command.clone()));
                assert_eq!(got, Contradicts(Contradiction::NotItsId), "{known:?} {sender} {command:?}");
            }
        }
        for command in &of_destination {
            for sender in [ORIGIN, STRANGER] {
                let got = outcome(known.as_ref(), &by(sender, command.clone()));
                let expected =
                    if known.is_some() { Contradiction::NotTheDestination } else { Contradiction::Unknown };
                assert_eq!(got, Contradicts(expected), "{known:?} {sender} {command:?}");
            }
        }
    }
}

#[test]
fn a_known_id_with_other_money_is_a_contradiction_in_every_state() {
    let change = |of: fn(&mut Order)| {
        let mut order = order();
        of(&mut order);
        order
    };
    let others = [
        change(|order| order.amount = Cents::new(1051)),
        change(|order| order.key = "eve@example.com".into()),
        change(|order| order.payer.account = "78".into()),
        change(|order| order.payer.branch = "2".into()),
    ];
    for known in [pending(), confirmed(), completed(), rejected(), refunded()] {
        for other in &others {
            let got = outcome(Some(&known), &by(ORIGIN, request(other.clone())));
            assert_eq!(got, Contradicts(Contradiction::OtherOrder), "{:?} {other:?}", known.status);
        }
    }
}

#[test]
fn names_and_texts_may_be_written_differently_in_a_repeat() {
    let mut again = order();
    again.description = "Lunch!".into();
    again.payer.name = "Joao".into();
    again.payer.bank_name = "Ipe".into();
    again.payer.tax_id_masked = String::new();
    again.entry_id = Some(Uuid::from_u128(9));
    assert_eq!(outcome(Some(&pending()), &by(ORIGIN, request(again.clone()))), Repeats(Said::Nothing));
    assert_eq!(outcome(Some(&confirmed()), &by(ORIGIN, request(again))), Repeats(Said::Confirmed));
}

#[test]
fn a_key_that_leads_nowhere_or_elsewhere_than_the_payer_saw_is_rejected() {
    let seen = |entry_id| Order { entry_id, ..order() };
    let entry = entry();
    let cases = [
        (None, None, Err(Reason::UnknownKey)),
        (None, Some(entry.entry_id), Err(Reason::UnknownKey)),
        (Some(&entry), Some(Uuid::from_u128(8)), Err(Reason::PayeeChanged)),
        (Some(&entry), Some(entry.entry_id), Ok(ispb(DESTINATION))),
        (Some(&entry), None, Ok(ispb(DESTINATION))),
    ];
    for (entry, entry_id, expected) in cases {
        let decision = decide(None, &by(ORIGIN, request(seen(entry_id))), entry, at(1)).unwrap();
        let next = decision.next.unwrap();
        match expected {
            Ok(destination) => {
                assert_eq!((next.status, next.destination), (Status::Pending, Some(destination)));
                assert_eq!(said(decision.outgoing.as_ref()), Said::Forward);
            }
            Err(reason) => {
                assert_eq!((next.status, next.destination), (Status::Rejected, None));
                assert_eq!(decision.outgoing, Some(Outgoing::Rejected { reason, at: at(1) }));
            }
        }
    }
}

#[test]
fn a_malformed_request_is_rejected_refunded_and_never_becomes_a_readable_one() {
    let malformed = follow(None, ORIGIN, Command::Malformed, None);
    assert_eq!(malformed.reason, Some(Reason::Malformed));
    assert_eq!(malformed.amount, Cents::ZERO);
    assert_eq!(outcome(Some(&malformed), &by(ORIGIN, Command::Malformed)), Repeats(Said::Rejected));
    let readable = outcome(Some(&malformed), &by(ORIGIN, request(order())));
    assert_eq!(readable, Contradicts(Contradiction::OtherOrder));
    for sender in [DESTINATION, STRANGER] {
        let credited = outcome(Some(&malformed), &by(sender, Command::Confirm(payee())));
        assert_eq!(credited, Contradicts(Contradiction::NotTheDestination));
    }
    let refunded = follow(Some(malformed), ORIGIN, Command::Refund, None);
    assert_eq!(refunded.status, Status::Refunded);
    assert_eq!(outcome(Some(&refunded), &by(ORIGIN, Command::Malformed)), Repeats(Said::Rejected));
}

#[test]
fn a_repeat_is_answered_with_what_was_decided_then_and_not_with_what_the_key_leads_to_now() {
    let moved = Entry { entry_id: Uuid::from_u128(99), bank: ispb(STRANGER), ..entry() };
    let repeat = by(ORIGIN, request(order()));
    let decision = decide(Some(&confirmed()), &repeat, Some(&moved), at(500)).unwrap();
    let expected = Outgoing::Confirmed { destination: ispb(DESTINATION), payee: payee(), at: at(0) };
    assert_eq!(decision, Decision { next: None, outgoing: Some(expected) });
    let decision = decide(Some(&rejected()), &repeat, None, at(500)).unwrap();
    let expected = Outgoing::Rejected { reason: Reason::AccountClosed, at: at(0) };
    assert_eq!(decision, Decision { next: None, outgoing: Some(expected) });
}

#[test]
fn a_second_verdict_does_not_overwrite_the_first() {
    let other = Payee { name: "Eve".into(), tax_id_masked: String::new() };
    let again = decide(Some(&confirmed()), &by(DESTINATION, Command::Confirm(other)), None, at(9)).unwrap();
    assert_eq!(again, Decision { next: None, outgoing: None });
    let again =
        decide(Some(&rejected()), &by(DESTINATION, Command::Reject(Reason::Refused)), None, at(9)).unwrap();
    assert_eq!(again, Decision { next: None, outgoing: None });
}

#[test]
fn each_step_keeps_what_was_known_and_notes_its_own_time() {
    let end = completed();
    assert_eq!((end.amount, end.key.as_str()), (Cents::new(1050), "maria@example.com"));
    assert_eq!((end.payer_branch.as_str(), end.payer_account.as_str()), ("1", "77"));
    assert_eq!(end.payee, Some(payee()));
    assert_eq!((end.registered_at, end.confirmed_at, end.completed_at), (at(0), Some(at(0)), Some(at(0))));
    assert_eq!((end.rejected_at, end.refunded_at, end.version), (None, None, 3));
    let end = refunded();
    assert_eq!((end.rejected_at, end.refunded_at, end.version), (Some(at(0)), Some(at(0)), 3));
    assert_eq!((end.confirmed_at, end.completed_at, end.payee), (None, None, None));
}

#[test]
fn a_bank_may_pay_its_own_customers_through_the_hub() {
    let own = Entry { bank: ispb(ORIGIN), ..entry() };
    let pending = follow(None, ORIGIN, request(order()), Some(&own));
    assert_eq!(pending.destination, Some(ispb(ORIGIN)));
    let confirmed = follow(Some(pending), ORIGIN, Command::Confirm(payee()), None);
    assert_eq!(follow(Some(confirmed), ORIGIN, Command::Complete, None).status, Status::Completed);
}
