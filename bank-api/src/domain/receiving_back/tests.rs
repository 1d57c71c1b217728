//! What the first payer's bank does with money that comes back.

use crate::domain::{fixture::*, *};
use pix::{Cents, Reason};

fn ana() -> Account {
    account(100_001)
}

fn sent() -> Transfer {
    let pending = send(&ana(), None, &order(500), here()).1.expect("she has it");
    Transfer { status: Status::Completed, ..pending }
}

fn reason(decision: &Decision) -> Option<Reason> {
    match decision.outgoing {
        Some(Outgoing::Rejected { reason, .. }) => Some(reason),
        _ => None,
    }
}

#[test]
fn the_payer_is_credited_and_a_repeat_is_answered_alike() {
    let (ana, sent) = (ana(), sent());
    let forwarded = return_forwarded(200);
    let to = (Some(&sent), Some(&ana));
    let (decision, transfer) = receive_back(None, to, &forwarded, here()).expect("is honest");
    assert_eq!((transfer.status, transfer.original()), (Status::Completed, Some(sent.id)));
    assert_eq!(decision.postings[0].credit, Ledger::Customer(ana.id));
    assert_eq!((decision.returned[0].side, decision.returned[0].original), (Side::In, sent.id));
    let (again, _) = receive_back(Some(&transfer), to, &forwarded, here()).expect("is honest");
    assert!(again.changes_nothing());
    assert_eq!(again.outgoing, decision.outgoing);
    let more = receive_back(Some(&transfer), to, &return_forwarded(201), here());
    assert_eq!(more, Err(Contradiction::OtherOrder));
}

#[test]
fn a_full_account_takes_it_and_a_closed_one_refuses() {
    let (sent, full) = (sent(), Account { balance: Cents::BALANCE_MAX, ..ana() });
    let (decision, _) =
        receive_back(None, (Some(&sent), Some(&full)), &return_forwarded(200), here()).expect("is honest");
    assert_eq!(reason(&decision), None);
    let after = full.balance.checked_add(Cents::new(200)).expect("fits into a number");
    assert!(decision.postings[0].fits(after), "a return is not money that somebody sends");
    let closed = Account { open: false, ..ana() };
    let (decision, transfer) =
        receive_back(None, (Some(&sent), Some(&closed)), &return_forwarded(200), here()).expect("is honest");
    assert_eq!((reason(&decision), transfer.status), (Some(Reason::AccountClosed), Status::Rejected));
    assert!(decision.postings.is_empty());
}

#[test]
fn what_never_went_or_came_back_is_refused_and_what_is_on_its_way_is_not_answered() {
    let (ana, sent) = (ana(), sent());
    let forwarded = return_forwarded(200);
    let back = |original| receive_back(None, (original, Some(&ana)), &forwarded, here());
    assert_eq!(back(None).map(|(decision, _)| reason(&decision)), Ok(Some(Reason::AccountUnknown)));
    let refunded = Transfer { status: Status::Rejected, ..sent.clone() };
    assert_eq!(back(Some(&refunded)).map(|(decision, _)| reason(&decision)), Ok(Some(Reason::Refused)));
    let pending = Transfer { status: Status::Pending, ..sent };
    assert_eq!(back(Some(&pending)), Err(Contradiction::NoSuchStep(Status::Pending)));
}
