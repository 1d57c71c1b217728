//! What each step keeps, repeats and refuses, story by story.

use super::*;
use std::time::Duration;

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
        let decision = decided(None, &by(ORIGIN, request(seen(entry_id))), entry, at(1)).unwrap();
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
    let decision = decided(Some(&confirmed()), &repeat, Some(&moved), at(500)).unwrap();
    let expected = Outgoing::Confirmed { destination: ispb(DESTINATION), payee: payee(), at: at(0) };
    assert_eq!(decision, Decision::new(None, Some(expected)));
    let decision = decided(Some(&rejected()), &repeat, None, at(500)).unwrap();
    let expected = Outgoing::Rejected { reason: Reason::AccountClosed, at: at(0) };
    assert_eq!(decision, Decision::new(None, Some(expected)));
}

#[test]
fn a_second_verdict_does_not_overwrite_the_first() {
    let other = Payee { name: "Eve".into(), tax_id_masked: String::new() };
    let again = decided(Some(&confirmed()), &by(DESTINATION, Command::Confirm(other)), None, at(9)).unwrap();
    assert_eq!(again, Decision::new(None, None));
    let again =
        decided(Some(&rejected()), &by(DESTINATION, Command::Reject(Reason::Refused)), None, at(9)).unwrap();
    assert_eq!(again, Decision::new(None, None));
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

#[test]
fn what_may_have_been_deleted_is_never_forwarded_and_whoever_still_asks_gets_the_money_back() {
    let decide_after = |transfer: Option<&Transfer>, sender: &str, command: Command, seconds: u64| {
        let forgotten_before = id().minted_at_minute() + Duration::from_secs(seconds);
        let entry = entry();
        let known = Known {
            transfer,
            original: None,
            returns_are_known: true,
            entry: Some(&entry),
            forgotten_before,
        };
        decide(&known, &by(sender, command), at(0))
    };
    for (command, reason) in [(request(order()), Reason::Refused), (Command::Malformed, Reason::Malformed)] {
        let next = decide_after(None, ORIGIN, command, 60).unwrap().next.unwrap();
        assert_eq!((next.status, next.reason, next.destination), (Status::Rejected, Some(reason), None));
    }
    let commands = [
        (DESTINATION, Command::Confirm(payee())),
        (DESTINATION, Command::Reject(Reason::Refused)),
        (ORIGIN, Command::Complete),
        (ORIGIN, Command::Refund),
    ];
    for (sender, command) in commands {
        let got = decide_after(None, sender, command.clone(), 60);
        assert_eq!(got, Err(Contradiction::Forgotten), "{command:?}");
    }
    let same_minute = decide_after(None, ORIGIN, request(order()), 0).unwrap();
    assert_eq!(same_minute.next.unwrap().status, Status::Pending, "nothing of this minute was deleted");
    let registered = decide_after(Some(&confirmed()), ORIGIN, Command::Complete, 60).unwrap();
    assert_eq!(registered.next.unwrap().status, Status::Completed, "what is registered goes on, however old");
}
