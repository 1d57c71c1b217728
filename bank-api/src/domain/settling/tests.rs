//! Every state of a sent transfer with every verdict.

use crate::domain::{fixture::*, *};
use pix::Reason;

fn sent() -> Transfer {
    send(&account(100_001), None, &order(700), here()).1.expect("is accepted")
}

fn confirmed() -> Settlement {
    Settlement::Confirmed { payee: payer(), at: NOW }
}

fn rejected() -> Settlement {
    Settlement::Rejected { reason: Reason::UnknownKey }
}

fn next(transfer: &Transfer, settlement: &Settlement) -> Transfer {
    let (decision, next) = settle(Some(transfer), settlement, NOW).expect("is honest");
    assert_eq!(decision.transfers, std::slice::from_ref(&next));
    assert_eq!(decision.question, Question::Close(next.id), "the hub's answer is here");
    next
}

#[test]
fn a_confirmation_settles_and_fills_both_times() {
    let (decision, _) = settle(Some(&sent()), &confirmed(), NOW).expect("is honest");
    let [posting] = decision.postings.as_slice() else { panic!("one posting, not {:?}", decision.postings) };
    assert_eq!((posting.debit, posting.credit), (Ledger::InFlight, Ledger::Settlement));
    assert_eq!(decision.outgoing, Some(Outgoing::Completed));
    let transfer = next(&sent(), &confirmed());
    assert_eq!((transfer.status, transfer.version), (Status::Completed, 2));
    assert!(transfer.confirmed_at.is_some() && transfer.completed_at.is_some());
    assert_eq!(transfer.counterparty, Some(payer()));
}

#[test]
fn a_rejection_gives_the_money_back() {
    let (decision, _) = settle(Some(&sent()), &rejected(), NOW).expect("is honest");
    let [posting] = decision.postings.as_slice() else { panic!("one posting, not {:?}", decision.postings) };
    assert_eq!((posting.debit, posting.credit), (Ledger::InFlight, Ledger::Customer(AccountId(100_001))));
    assert_eq!(decision.outgoing, Some(Outgoing::Refunded));
    assert_eq!(decision.open, [], "a closed account gets its refund too");
    assert_eq!(next(&sent(), &rejected()).reason, Some(Reason::UnknownKey));
}

#[test]
fn a_verdict_told_again_changes_nothing_and_is_answered_again() {
    for (settlement, answer) in [(confirmed(), Outgoing::Completed), (rejected(), Outgoing::Refunded)] {
        let (decision, _) = settle(Some(&next(&sent(), &settlement)), &settlement, NOW).expect("is a repeat");
        assert!(decision.changes_nothing());
        assert_eq!(decision.outgoing, Some(answer));
    }
}

#[test]
fn a_verdict_against_the_one_acted_on_is_a_contradiction() {
    for (first, second) in [(confirmed(), rejected()), (rejected(), confirmed())] {
        let transfer = next(&sent(), &first);
        let answer = settle(Some(&transfer), &second, NOW);
        assert_eq!(answer, Err(Contradiction::NoSuchStep(transfer.status)));
    }
}

#[test]
fn a_verdict_on_what_the_hub_never_got_is_a_contradiction() {
    let inside = Transfer { inside: true, ..sent() };
    for settlement in [confirmed(), rejected()] {
        assert_eq!(settle(None, &settlement, NOW), Err(Contradiction::Unknown));
        assert_eq!(settle(Some(&inside), &settlement, NOW), Err(Contradiction::Unknown));
    }
}
