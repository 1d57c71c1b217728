//! Money that the hub brings: credited once, refused with a reason, answered the same ever after.

use crate::domain::{fixture::*, *};
use pix::{Cents, Instrument, Party, Reason};

fn bia() -> Account {
    account(100_002)
}

#[test]
fn an_open_account_is_credited_finally_and_confirmed() {
    let (decision, transfer) =
        receive(None, (Some(&bia()), None), &forwarded(500), here()).expect("is honest");
    let [posting] = decision.postings.as_slice() else { panic!("one posting, not {:?}", decision.postings) };
    assert_eq!((posting.debit, posting.credit), (Ledger::Settlement, Ledger::Customer(bia().id)));
    assert_eq!(decision.outgoing, Some(Outgoing::Confirmed { payee: bia().as_payee(here().bank), at: NOW }));
    assert_eq!(decision.question, Question::Keep, "nobody here waits for an answer");
    assert_eq!((transfer.status, decision.transfers), (Status::Completed, vec![transfer.clone()]));
}

#[test]
fn what_cannot_be_credited_is_refused_with_its_reason_and_moves_nothing() {
    let closed = Account { open: false, ..bia() };
    let full = Account { balance: Cents::new(i64::MAX), ..bia() };
    let cases = [
        (None, Reason::AccountUnknown),
        (Some(&closed), Reason::AccountClosed),
        (Some(&full), Reason::Refused),
    ];
    for (account, reason) in cases {
        let (decision, transfer) =
            receive(None, (account, None), &forwarded(500), here()).expect("is honest");
        assert_eq!(decision.outgoing, Some(Outgoing::Rejected { reason, at: NOW }));
        assert!(decision.postings.is_empty());
        assert_eq!((transfer.status, decision.transfers), (Status::Rejected, vec![transfer.clone()]));
    }
}

#[test]
fn brought_again_it_changes_nothing_and_is_answered_the_same() {
    let closed = Account { open: false, ..bia() };
    for account in [Some(bia()), Some(closed), None] {
        let (first, transfer) =
            receive(None, (account.as_ref(), None), &forwarded(500), here()).expect("is honest");
        let again = receive(Some(&transfer), (account.as_ref(), None), &forwarded(500), here());
        let (again, same) = again.expect("is a repeat");
        assert!(again.changes_nothing());
        assert_eq!((again.outgoing, same), (first.outgoing, transfer));
    }
}

#[test]
fn a_known_id_with_other_money_or_another_payer_is_a_contradiction() {
    let (_, known) = receive(None, (Some(&bia()), None), &forwarded(500), here()).expect("is honest");
    let others = [
        Forwarded { amount: Cents::new(501), ..forwarded(500) },
        Forwarded { key: "other@example.com".into(), ..forwarded(500) },
        Forwarded { payer: Party { account: "9".into(), ..payer() }, ..forwarded(500) },
        Forwarded { txid: "coffee".parse().ok(), ..forwarded(500) },
        Forwarded { instrument: Instrument::DynamicCode, ..forwarded(500) },
    ];
    for other in others {
        let answer = receive(Some(&known), (Some(&bia()), None), &other, here());
        assert_eq!(answer, Err(Contradiction::OtherOrder));
    }
    let named_otherwise = Forwarded { payer: Party { name: "Anna".into(), ..payer() }, ..forwarded(500) };
    assert!(receive(Some(&known), (Some(&bia()), None), &named_otherwise, here()).is_ok());
}

#[test]
fn no_amount_below_one_cent_is_taken() {
    for cents in [0, -1, i64::MIN] {
        let answer = receive(None, (Some(&bia()), None), &forwarded(cents), here());
        assert_eq!(answer, Err(Contradiction::NoMoney));
    }
}
