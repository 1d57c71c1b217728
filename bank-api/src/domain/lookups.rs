//! Who asks for names that are none of his business is slowed down: a bucket of tokens for each account (PIX.md §1,
//! ENTRIES_READ_USER_ANTISCAN). A miss costs much more than a hit, so that guessing keys ends soon.
//!
//! The buckets stand in memory, of one process, and there are only so many.

use super::AccountId;
use pix::{TaxIdKind, Timestamp};
use std::{collections::HashMap, time::Duration};

/// What an answer costs that names somebody.
const FOUND: f64 = 1.0;
/// What an answer costs that names nobody.
const MISSED: f64 = 20.0;
/// What companies have more than people.
const COMPANY: f64 = 10.0;
/// Accounts that are watched at a time. Another one takes the place of those that asked least.
const ACCOUNTS_MAX: usize = 10_000;

/// The bucket of a person; a company's is ten times that.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LookupLimits {
    pub tokens: u32,
    pub refill_per_minute: u32,
}

impl Default for LookupLimits {
    fn default() -> Self {
        Self { tokens: 100, refill_per_minute: 2 }
    }
}

/// Who looks keys up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Curious {
    pub account: AccountId,
    pub holder: TaxIdKind,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    /// Below zero is a debt: lookups that ran at the same time have missed.
    level: f64,
    at: Timestamp,
    size: f64,
    per_second: f64,
    /// What a payment gives back: one token to people, two to companies.
    a_payment: f64,
}

impl Bucket {
    fn refilled(mut self, now: Timestamp) -> Self {
        let seconds = now.duration_since(self.at).as_secs_f64().max(0.0);
        self.level = (self.level + seconds * self.per_second).min(self.size);
        self.at = self.at.max(now);
        self
    }
}

/// The buckets of all accounts. One that is not there is full.
#[derive(Debug)]
pub struct LookupBuckets {
    limits: LookupLimits,
    buckets: HashMap<AccountId, Bucket>,
}

impl LookupBuckets {
    pub fn new(limits: LookupLimits) -> Self {
        Self { limits, buckets: HashMap::new() }
    }

    /// Takes what a hit costs.
    ///
    /// # Errors
    /// How long to wait, when there is nothing to take.
    pub fn take(&mut self, who: Curious, now: Timestamp) -> Result<(), Duration> {
        if !self.buckets.contains_key(&who.account) {
            self.make_room(now);
        }
        let full = self.full(who.holder, now);
        let bucket = self.buckets.entry(who.account).or_insert(full);
        *bucket = bucket.refilled(now);
        if bucket.level >= FOUND {
            bucket.level -= FOUND;
            return Ok(());
        }
        let wait = (FOUND - bucket.level) / bucket.per_second;
        Err(Duration::try_from_secs_f64(wait.ceil()).unwrap_or(Duration::MAX))
    }

    /// The lookup that took its token named nobody.
    pub fn missed(&mut self, account: AccountId) {
        self.change(account, |_| FOUND - MISSED);
    }

    /// The lookup that took its token was not answered.
    pub fn unanswered(&mut self, account: AccountId) {
        self.change(account, |_| FOUND);
    }

    /// The account sent a payment: who pays is not only curious.
    pub fn paid(&mut self, account: AccountId) {
        self.change(account, |bucket| bucket.a_payment);
    }

    fn change(&mut self, account: AccountId, by: impl Fn(&Bucket) -> f64) {
        if let Some(bucket) = self.buckets.get_mut(&account) {
            // The debt has an end too.
            bucket.level = (bucket.level + by(bucket)).clamp(-bucket.size, bucket.size);
        }
    }

    fn full(&self, holder: TaxIdKind, now: Timestamp) -> Bucket {
        let (times, a_payment) = match holder {
            TaxIdKind::Cpf => (1.0, 1.0),
            TaxIdKind::Cnpj => (COMPANY, 2.0),
        };
        let size = f64::from(self.limits.tokens) * times;
        let per_second = f64::from(self.limits.refill_per_minute.max(1)) * times / 60.0;
        Bucket { level: size, at: now, size, per_second, a_payment }
    }

    fn make_room(&mut self, now: Timestamp) {
        if self.buckets.len() < ACCOUNTS_MAX {
            return;
        }
        self.buckets.retain(|_, bucket| bucket.refilled(now).level < bucket.size);
        if self.buckets.len() < ACCOUNTS_MAX {
            return;
        }
        let mut levels: Vec<_> = self.buckets.values().map(|bucket| bucket.level / bucket.size).collect();
        levels.sort_by(f64::total_cmp);
        let middle = levels[levels.len() / 2];
        self.buckets.retain(|_, bucket| bucket.level / bucket.size < middle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARIA: Curious = Curious { account: AccountId(100_001), holder: TaxIdKind::Cpf };
    const BAKERY: Curious = Curious { account: AccountId(100_002), holder: TaxIdKind::Cnpj };

    fn at(second: i64) -> Timestamp {
        Timestamp::constant(1_800_000_000 + second, 0)
    }

    fn buckets() -> LookupBuckets {
        LookupBuckets::new(LookupLimits::default())
    }

    #[test]
    fn a_hundred_hits_empty_a_persons_bucket_and_half_a_minute_brings_the_next() {
        let mut buckets = buckets();
        assert!((0..100).all(|_| buckets.take(MARIA, at(0)).is_ok()));
        assert_eq!(buckets.take(MARIA, at(0)), Err(Duration::from_secs(30)));
        assert_eq!(buckets.take(MARIA, at(29)), Err(Duration::from_secs(1)));
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
    fn misses_at_the_same_time_become_a_debt_that_ends() {
        let mut buckets = buckets();
        assert!((0..100).all(|_| buckets.take(MARIA, at(0)).is_ok()));
        (0..100).for_each(|_| buckets.missed(MARIA.account));
        let Err(wait) = buckets.take(MARIA, at(0)) else { panic!("the bucket is in debt") };
        assert_eq!(wait, Duration::from_secs(101 * 30));
    }

    #[test]
    fn a_payment_gives_back_and_never_more_than_there_was() {
        let mut buckets = buckets();
        assert!((0..100).all(|_| buckets.take(MARIA, at(0)).is_ok()));
        buckets.paid(MARIA.account);
        assert_eq!(buckets.take(MARIA, at(0)), Ok(()));
        (0..500).for_each(|_| buckets.paid(MARIA.account));
        assert!((0..100).all(|_| buckets.take(MARIA, at(0)).is_ok()));
        assert!(buckets.take(MARIA, at(0)).is_err());
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
        let mut buckets = buckets();
        assert!((0..100).all(|_| buckets.take(MARIA, at(0)).is_ok()));
        for number in 0..50_000 {
            let who = Curious { account: AccountId(200_000 + number), holder: TaxIdKind::Cpf };
            assert_eq!(buckets.take(who, at(0)), Ok(()));
        }
        assert!(buckets.buckets.len() <= ACCOUNTS_MAX);
        assert!(buckets.take(MARIA, at(0)).is_err());
    }

    #[test]
    fn a_clock_that_goes_back_gives_nothing() {
        let mut buckets = buckets();
        assert!((0..100).all(|_| buckets.take(MARIA, at(1000)).is_ok()));
        assert!(buckets.take(MARIA, at(0)).is_err());
        assert!(buckets.take(MARIA, at(1029)).is_err());
    }
}
