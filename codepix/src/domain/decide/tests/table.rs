//! Every state with every command by every sender, as tables: a row per command, a column per state.

use super::*;

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
    let silent = Repeats(Said::Nothing);
    let (credited, refused) = (Repeats(Said::Confirmed), Repeats(Said::Rejected));
    let registers = Moves(S::Pending, Said::Forward);
    let confirms = Moves(S::Confirmed, Said::Confirmed);
    let rejects = Moves(S::Rejected, Said::Rejected);
    let completes = Moves(S::Completed, Said::Nothing);
    let refunds = Moves(S::Refunded, Said::Nothing);
    // Columns: unknown, pending, confirmed, completed, rejected, refunded.
    let table: [(&str, Command, [Expected; 6]); 6] = [
        (ORIGIN, request(order()), [registers, silent, credited, credited, refused, refused]),
        (ORIGIN, Command::Malformed, [rejects, other, other, other, other, other]),
        (DESTINATION, confirm, [unknown, confirms, silent, silent, no(S::Rejected), no(S::Refunded)]),
        (DESTINATION, reject, [unknown, rejects, no(S::Confirmed), no(S::Completed), silent, silent]),
        (
            ORIGIN,
            Command::Complete,
            [unknown, no(S::Pending), completes, silent, no(S::Rejected), no(S::Refunded)],
        ),
        (
            ORIGIN,
            Command::Refund,
            [unknown, no(S::Pending), no(S::Confirmed), no(S::Completed), refunds, silent],
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
        change(|order| order.txid = "coffee".parse().ok()),
        change(|order| order.instrument = Instrument::Manual),
    ];
    for known in [pending(), confirmed(), completed(), rejected(), refunded()] {
        for other in &others {
            let got = outcome(Some(&known), &by(ORIGIN, request(other.clone())));
            assert_eq!(got, Contradicts(Contradiction::OtherOrder), "{:?} {other:?}", known.status);
        }
    }
}
