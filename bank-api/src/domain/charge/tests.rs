//! What becomes of money that names a charge.

use super::*;
use crate::domain::fixture::NOW;
use jiff::SignedDuration;

fn charge() -> Charge {
    Charge {
        account: AccountId(100_002),
        txid: "c".repeat(32).parse().unwrap(),
        key: PixKey::detect("bia@example.com").unwrap(),
        amount: Some(Cents::new(500)),
        description: String::new(),
        label: String::new(),
        token: Some("token".into()),
        created_at: NOW,
        expires_at: None,
        removed_at: None,
        paid: None,
        version: 1,
    }
}

fn after(seconds: i64) -> Paid {
    let by = "E10000001202611241200abcDEF12345".parse().unwrap();
    Paid { by, at: NOW + SignedDuration::from_secs(seconds) }
}

fn pay(charge: &Charge, cents: i64, paid: Paid) -> (Option<ChargeStep>, Result<(), Reason>) {
    judge(Some(charge), Some(&charge.txid), Cents::new(cents), paid)
}

#[test]
fn a_charge_is_paid_once() {
    let (step, judged) = pay(&charge(), 500, after(1));
    assert_eq!(judged, Ok(()));
    let step = step.unwrap();
    assert_eq!(step.before, 1);
    let paid = step.after.unwrap();
    assert_eq!((paid.version, paid.paid, paid.status(after(2).at)), (2, Some(after(1)), ChargeStatus::Paid));
    let (step, judged) = pay(&paid, 500, after(2));
    assert_eq!(judged, Err(Reason::ChargePaid));
    let step = step.unwrap();
    assert_eq!((step.before, step.after), (2, None), "it rests on the payment before");
}

#[test]
fn a_static_one_is_paid_as_often_as_somebody_pays() {
    let charge = Charge { token: None, ..charge() };
    for seconds in 1..4 {
        let (step, judged) = pay(&charge, 500, after(seconds));
        let step = step.unwrap();
        assert_eq!((judged, step.before, step.after), (Ok(()), charge.version, None), "it stays as it is");
    }
}

#[test]
fn another_amount_is_refused_unless_it_was_left_open() {
    assert_eq!(pay(&charge(), 499, after(1)).1, Err(Reason::ChargeAmount));
    assert_eq!(pay(&Charge { amount: None, ..charge() }, 499, after(1)).1, Ok(()));
}

#[test]
fn it_expires_with_its_last_second() {
    let charge = Charge { expires_at: Some(after(60).at), ..charge() };
    assert_eq!(pay(&charge, 500, after(59)).1, Ok(()));
    assert_eq!(pay(&charge, 500, after(60)).1, Err(Reason::ChargeExpired));
}

#[test]
fn one_that_was_paid_or_removed_stays_so_when_it_expires() {
    let over = Charge { expires_at: Some(after(60).at), ..charge() };
    let removed = Charge { removed_at: Some(after(1).at), ..over.clone() };
    let paid = Charge { paid: Some(after(1)), ..over };
    assert_eq!(pay(&removed, 500, after(99)).1, Err(Reason::ChargeRemoved));
    assert_eq!(pay(&paid, 500, after(99)).1, Err(Reason::ChargePaid));
}

#[test]
fn a_dynamic_name_that_nobody_knows_pays_nothing_and_a_static_one_is_a_plain_pix() {
    let known = |txid: &str| judge(None, txid.parse().ok().as_ref(), Cents::new(500), after(1));
    assert_eq!(known(&"c".repeat(26)), (None, Err(Reason::ChargeUnknown)));
    assert_eq!(known("PED7"), (None, Ok(())));
    assert_eq!(judge(None, None, Cents::new(500), after(1)), (None, Ok(())));
}
