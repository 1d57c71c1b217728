//! What a customer may send, and what it does.

use crate::domain::{fixture::*, *};
use pix::Cents;
use uuid::Uuid;

fn kinds(decision: &Decision) -> Vec<(PostingKind, Ledger, Ledger, i64)> {
    decision.postings.iter().map(|p| (p.kind, p.debit, p.credit, p.amount.get())).collect()
}

#[test]
fn an_accepted_order_takes_the_money_and_asks_the_hub() {
    let ana = account(100_001);
    let (decision, answer) = send(&ana, None, &order(10_000), here());
    assert_eq!(answer.as_ref(), Ok(&decision.transfers[0]));
    assert_eq!(kinds(&decision), [(PostingKind::Sent, Ledger::Customer(ana.id), Ledger::InFlight, 10_000)]);
    assert_eq!(decision.outgoing, Some(Outgoing::Requested { payer: ana.as_payer(here().bank) }));
    assert_eq!(decision.question, Question::Ask(order(10_000).id), "until the hub's verdict is here");
    let [transfer] = decision.transfers.as_slice() else { panic!("one side, not {:?}", decision.transfers) };
    assert_eq!((transfer.status, transfer.side, transfer.version), (Status::Pending, Side::Out, 1));
    assert_eq!(decision.open, [ana.id], "it must not be committed if the account was closed meanwhile");
}

#[test]
fn what_the_rules_forbid_moves_nothing() {
    let ana = account(100_001);
    let closed = Account { open: false, ..ana.clone() };
    let own = PaidInside { account: &ana, entry_id: Uuid::nil(), charge: None };
    let short = SendRefusal::Funds { balance: Cents::new(10_000), missing: Cents::new(1) };
    let cases = [
        (&ana, None, 0, SendRefusal::NoMoney),
        (&ana, None, -1, SendRefusal::NoMoney),
        (&ana, None, i64::MIN, SendRefusal::NoMoney),
        (&ana, None, 10_001, short),
        (&ana, Some(&own), 100, SendRefusal::OwnKey),
        (&closed, None, 100, SendRefusal::Closed),
    ];
    for (payer, payee, cents, refusal) in cases {
        let (decision, answer) = send(payer, payee, &order(cents), here());
        assert_eq!(answer, Err(refusal), "{cents}");
        assert!(decision.changes_nothing(), "{cents}: {decision:?}");
    }
}

#[test]
fn a_wrong_pin_is_counted_although_the_order_is_refused() {
    let ana = account(100_001);
    let (decision, answer) = send(&ana, None, &Order { pin: [0; 32], ..order(100) }, here());
    assert_eq!(answer, Err(SendRefusal::Pin(PinRefusal::Wrong { attempts_left: 4 })));
    let after = PinState { failures: 1, locked_until: None };
    assert_eq!(decision.pin, Some(PinChange { account: ana.id, before: PinState::default(), after }));
    assert!(decision.transfers.is_empty() && decision.postings.is_empty());
}

#[test]
fn a_key_of_this_bank_is_paid_at_once_and_the_hub_hears_nothing() {
    let (ana, bia) = (account(100_001), account(100_002));
    let payee = PaidInside { account: &bia, entry_id: Uuid::nil(), charge: None };
    let (decision, answer) = send(&ana, Some(&payee), &order(300), here());
    assert_eq!(answer.as_ref(), Ok(&decision.transfers[0]));
    assert_eq!(
        kinds(&decision),
        [
            (PostingKind::Sent, Ledger::Customer(ana.id), Ledger::InFlight, 300),
            (PostingKind::Received, Ledger::InFlight, Ledger::Customer(bia.id), 300),
        ]
    );
    assert_eq!((&decision.outgoing, decision.question), (&None, Question::Keep));
    let sides: Vec<_> = decision.transfers.iter().map(|t| (t.side, t.status, t.account)).collect();
    assert_eq!(
        sides,
        [(Side::Out, Status::Completed, Some(ana.id)), (Side::In, Status::Completed, Some(bia.id))]
    );
}

#[test]
fn a_payee_that_is_not_whom_the_payer_saw_is_left_to_the_hub() {
    let (ana, bia) = (account(100_001), account(100_002));
    let closed = Account { open: false, ..bia.clone() };
    let seen = Some(Uuid::from_u128(1));
    for payee in [
        PaidInside { account: &bia, entry_id: Uuid::from_u128(2), charge: None },
        PaidInside { account: &closed, entry_id: Uuid::from_u128(1), charge: None },
    ] {
        let (decision, answer) = send(&ana, Some(&payee), &Order { entry_id: seen, ..order(300) }, here());
        assert!(answer.is_ok());
        assert!(matches!(decision.outgoing, Some(Outgoing::Requested { .. })), "{decision:?}");
    }
}

#[test]
fn a_payee_who_has_no_room_for_more_is_left_to_the_hub_which_brings_it_back_to_be_refused() {
    let (ana, bia) = (account(100_001), account(100_002));
    for (room, outgoing) in [(300, false), (299, true)] {
        let balance = Cents::new(Cents::BALANCE_MAX.get() - room);
        let full = Account { balance, ..bia.clone() };
        let payee = PaidInside { account: &full, entry_id: Uuid::nil(), charge: None };
        let (decision, answer) = send(&ana, Some(&payee), &order(300), here());
        assert_eq!((answer.is_ok(), decision.outgoing.is_some()), (true, outgoing), "{room}");
        assert_eq!(decision.postings.len(), if outgoing { 1 } else { 2 });
    }
}
