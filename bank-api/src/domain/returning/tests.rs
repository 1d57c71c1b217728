//! What a payee may give back, and what follows.

use crate::domain::{fixture::*, *};
use pix::{Cents, Timestamp};
use std::time::Duration;

fn payee() -> Account {
    account(100_002)
}

fn of(came: &Transfer, returned: i64) -> Returnable<'_> {
    Returnable { came, returned: Cents::new(returned), payer: None }
}

fn refusal(came: &Returnable<'_>, order: &ReturnOrder, now: Timestamp) -> Option<ReturnRefusal> {
    let (decision, answer) = give_back(&payee(), Some(came), order, Context { now, ..here() });
    assert_eq!(answer.is_err(), decision.changes_nothing());
    answer.err()
}

#[test]
fn a_return_takes_the_money_asks_the_hub_and_moves_the_version_of_what_it_returns() {
    let came = came(500);
    let (decision, answer) = give_back(&payee(), Some(&of(&came, 0)), &return_order(200), here());
    let transfer = answer.unwrap();
    assert_eq!((transfer.status, transfer.original()), (Status::Pending, Some(came.id)));
    assert_eq!(transfer.counterparty, came.counterparty);
    assert_eq!(decision.question, Question::Ask(transfer.id));
    assert!(matches!(decision.outgoing, Some(Outgoing::ReturnRequested { .. })));
    let [posting] = &decision.postings[..] else { panic!("{:?}", decision.postings) };
    let moved = (posting.debit, posting.credit, posting.amount);
    assert_eq!(moved, (Ledger::Customer(payee().id), Ledger::InFlight, Cents::new(200)));
    let [own, original] = &decision.transfers[..] else { panic!("{:?}", decision.transfers) };
    assert_eq!(own, &transfer);
    assert_eq!(original, &Transfer { version: came.version + 1, ..came.clone() });
    assert_eq!((decision.returned[0].original, decision.returned.len()), (came.id, 1));
}

#[test]
fn in_parts_and_to_the_last_cent_but_not_one_more() {
    let came = came(5780);
    for (returned, cents) in [(0, 100), (100, 2490), (2590, 2490), (5080, 700)] {
        assert_eq!(
            refusal(&of(&came, returned), &return_order(cents), NOW),
            None,
            "{cents} after {returned}"
        );
        let more = return_order(5780 - returned + 1);
        let remaining = Cents::new(5780 - returned);
        assert_eq!(refusal(&of(&came, returned), &more, NOW), Some(ReturnRefusal::TooMuch { remaining }));
    }
    assert_eq!(refusal(&of(&came, 0), &return_order(0), NOW), Some(ReturnRefusal::NoMoney));
    let missing = ReturnRefusal::Funds { balance: Cents::new(10_000), missing: Cents::new(1) };
    let large = Transfer { amount: Cents::new(20_000), ..came };
    assert_eq!(refusal(&of(&large, 0), &return_order(10_001), NOW), Some(missing));
}

#[test]
fn for_ninety_days_to_the_second() {
    let came = came(500);
    let last = NOW + Duration::from_hours(24 * 90);
    assert_eq!(refusal(&of(&came, 0), &return_order(500), last), None);
    let late = refusal(&of(&came, 0), &return_order(500), last + Duration::from_secs(1));
    assert_eq!(late, Some(ReturnRefusal::TooLate));
}

#[test]
fn only_what_one_received_and_no_return() {
    let came = came(500);
    let strangers = Transfer { account: Some(AccountId(100_001)), ..came.clone() };
    let refused = Transfer { status: Status::Rejected, ..came.clone() };
    let back = Transfer { id: return_forwarded(1).money.id, ..came };
    for (came, why) in [
        (&strangers, ReturnRefusal::Unknown),
        (&refused, ReturnRefusal::Unknown),
        (&back, ReturnRefusal::OfAReturn),
    ] {
        assert_eq!(refusal(&of(came, 0), &return_order(500), NOW), Some(why));
    }
    let closed = Account { open: false, ..payee() };
    assert_eq!(give_back(&closed, None, &return_order(1), here()).1, Err(ReturnRefusal::Closed));
    assert_eq!(give_back(&payee(), None, &return_order(1), here()).1, Err(ReturnRefusal::Unknown));
}

#[test]
fn a_wrong_pin_is_counted_and_nothing_moves() {
    let (came, order) = (came(500), ReturnOrder { pin: [0; 32], ..return_order(500) });
    let (decision, answer) = give_back(&payee(), Some(&of(&came, 0)), &order, here());
    assert!(matches!(answer, Err(ReturnRefusal::Pin(_))));
    assert!(decision.pin.is_some() && decision.postings.is_empty() && decision.transfers.is_empty());
}

#[test]
fn what_came_from_a_customer_of_the_same_bank_is_given_back_at_once() {
    let payer = account(100_001);
    let came = Transfer { inside: true, ..came(500) };
    let inside = Returnable { payer: Some(&payer), ..of(&came, 0) };
    let (decision, answer) = give_back(&payee(), Some(&inside), &return_order(200), here());
    assert_eq!(answer.unwrap().status, Status::Completed);
    assert_eq!((decision.outgoing, decision.question), (None, Question::Keep), "the hub never hears of it");
    let sides: Vec<_> = decision.transfers.iter().map(|t| (t.side, t.account, t.id.is_return())).collect();
    let expected = [
        (Side::Out, Some(payee().id), true),
        (Side::In, Some(payer.id), true),
        (Side::In, Some(payee().id), false),
    ];
    assert_eq!(sides, expected);
    assert_eq!((decision.postings.len(), decision.returned.len()), (2, 2));

    let gone = Account { open: false, ..payer };
    let to_nobody = Returnable { payer: Some(&gone), ..of(&came, 0) };
    assert_eq!(refusal(&to_nobody, &return_order(200), NOW), Some(ReturnRefusal::PayerClosed));
}
