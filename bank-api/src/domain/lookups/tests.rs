//! What curiosity costs, case by case.
#![allow(clippy::unwrap_used)]

use crate::domain::{AccountId, LookupBuckets, LookupCaller, LookupLimits};
use pix::TaxIdKind;
use std::time::Duration;
use uuid::Uuid;

const MARIA: LookupCaller = LookupCaller { account: AccountId(100_001), holder: TaxIdKind::Cpf };
const BAKERY: LookupCaller = LookupCaller { account: AccountId(100_002), holder: TaxIdKind::Cnpj };
const ANA: Uuid = Uuid::from_u128(1);

fn at(second: u64) -> Duration {
    Duration::from_secs(second)
}

fn buckets() -> LookupBuckets {
    LookupBuckets::new(LookupLimits::default())
}

/// Takes tokens until there is none.
fn emptied() -> LookupBuckets {
    let mut buckets = buckets();
    assert!((0..100).all(|_| buckets.take(MARIA, at(0)).is_ok()));
    buckets
}

#[test]
fn a_hundred_hits_empty_a_persons_bucket_and_half_a_minute_brings_the_next() {
    let mut buckets = emptied();
    assert_eq!(buckets.take(MARIA, at(0)), Err(at(30)));
    assert_eq!(buckets.take(MARIA, at(29)), Err(at(1)));
    assert_eq!(buckets.take(MARIA, at(30)), Ok(()));
    assert!(buckets.take(MARIA, at(30)).is_err());
}

#[test]
fn five_misses_block_a_person_and_fifty_a_company() {
    for (who, most) in [(MARIA, 5), (BAKERY, 50)] {
        let mut buckets = buckets();
        for miss in 0..most {
            assert_eq!(buckets.take(who, at(0)), Ok(()), "miss {miss} of {who:?}");
            buckets.missed(who.account);
        }
        assert!(buckets.take(who, at(0)).is_err(), "{who:?}");
    }
}

#[test]
fn a_pix_to_nobody_costs_what_a_lookup_of_nobody_costs_and_both_draw_on_one_bucket() {
    let mut buckets = buckets();
    for _ in 0..2 {
        buckets.take(MARIA, at(0)).unwrap();
        buckets.missed(MARIA.account);
    }
    for guess in 0..3 {
        assert_eq!(buckets.may_pay(MARIA.account, None, at(0)), Ok(()), "guess {guess}");
        buckets.paid_nobody(MARIA.account, None, at(0));
    }
    assert_eq!(buckets.may_pay(MARIA.account, None, at(0)), Err(at(30)));
    assert_eq!(buckets.may_pay(MARIA.account, Some(ANA), at(0)), Err(at(30)), "of no lookup of hers");
    assert_eq!(buckets.take(MARIA, at(0)), Err(at(30)));
    assert_eq!(buckets.may_pay(MARIA.account, None, at(30)), Ok(()), "to ask whether one may costs nothing");
    assert_eq!(buckets.may_pay(BAKERY.account, None, at(0)), Ok(()));
}

#[test]
fn who_was_looked_up_can_be_paid_with_an_empty_bucket_and_costs_nothing_when_he_is_gone() {
    let mut buckets = emptied();
    buckets.found(MARIA.account, ANA);
    assert_eq!(buckets.may_pay(MARIA.account, Some(ANA), at(0)), Ok(()));
    assert!(buckets.may_pay(MARIA.account, None, at(0)).is_err());
    buckets.paid_nobody(MARIA.account, Some(ANA), at(0));
    assert_eq!(buckets.take(MARIA, at(30)), Ok(()));
}

#[test]
fn only_the_payment_of_a_lookup_gives_back_and_only_once() {
    let mut buckets = emptied();
    buckets.paid(MARIA.account, None);
    buckets.paid(MARIA.account, Some(ANA));
    assert!(buckets.take(MARIA, at(0)).is_err(), "nothing was looked up");
    buckets.found(MARIA.account, ANA);
    (0..100).for_each(|_| buckets.paid(MARIA.account, Some(ANA)));
    assert_eq!(buckets.take(MARIA, at(0)), Ok(()));
    assert!(buckets.take(MARIA, at(0)).is_err(), "money sent to and fro buys nothing");
    assert_eq!(
        buckets.may_pay(MARIA.account, Some(ANA), at(0)),
        Ok(()),
        "she can be paid again all the same"
    );
}

#[test]
fn misses_at_the_same_time_become_a_debt_that_ends() {
    let mut buckets = buckets();
    (0..3).for_each(|_| buckets.paid_nobody(MARIA.account, None, at(0)));
    (0..1_000).for_each(|_| buckets.paid_nobody(MARIA.account, None, at(0)));
    assert_eq!(buckets.take(MARIA, at(0)), Err(at(1_001 * 30)));
}

#[test]
fn a_company_that_paid_nobody_before_it_asked_has_a_companys_bucket() {
    let mut buckets = buckets();
    buckets.paid_nobody(BAKERY.account, None, at(0));
    assert!((0..980).all(|_| buckets.take(BAKERY, at(0)).is_ok()));
    assert!(buckets.take(BAKERY, at(0)).is_err());
}

#[test]
fn a_lookup_without_an_answer_costs_nothing() {
    let mut buckets = buckets();
    for _ in 0..500 {
        assert_eq!(buckets.take(MARIA, at(0)), Ok(()));
        buckets.unanswered(MARIA.account);
    }
}

#[test]
fn a_crowd_does_not_grow_the_memory_nor_free_who_is_blocked() {
    let mut buckets = emptied();
    for number in 0..50_000 {
        let who = LookupCaller { account: AccountId(200_000 + number), holder: TaxIdKind::Cpf };
        assert_eq!(buckets.take(who, at(0)), Ok(()));
    }
    assert!(buckets.watched() <= 10_000);
    assert!(buckets.take(MARIA, at(0)).is_err());
}
