//! How often keys may be registered: a bucket of tokens for each bank (PIX.md §1, ENTRIES_WRITE), and one for each
//! account, so that no customer uses up what the others of the bank have. A removal needs none, since a key has to be
//! registered before it can go.

use super::Account;
use pix::Ispb;
use std::{collections::HashMap, hash::Hash, time::Duration};

/// A bucket's size, and what flows in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    pub tokens: u32,
    pub refill_per_minute: u32,
}

/// Registrations that a bank, and one of its accounts, may make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyLimits {
    pub bank: Limit,
    pub account: Limit,
}

impl Default for KeyLimits {
    fn default() -> Self {
        Self {
            bank: Limit { tokens: 36_000, refill_per_minute: 1_200 },
            account: Limit { tokens: 100, refill_per_minute: 2 },
        }
    }
}

/// Buckets of accounts that are kept; beyond that, full ones are dropped.
const ACCOUNTS_MAX: usize = 10_000;

/// The buckets of one process. A missing one is full.
#[derive(Debug)]
pub struct KeyBuckets {
    limits: KeyLimits,
    banks: HashMap<Ispb, Bucket>,
    accounts: HashMap<Account, Bucket>,
    forget_at: usize,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    level: f64,
    /// When the level was right.
    at: Duration,
}

impl KeyBuckets {
    pub fn new(limits: KeyLimits) -> Self {
        let (banks, accounts) = (HashMap::new(), HashMap::new());
        Self { limits, banks, accounts, forget_at: ACCOUNTS_MAX }
    }

    /// Takes a token of the account and one of its bank. `now` is the time since some beginning.
    ///
    /// # Errors
    /// How long to wait; then nothing is taken.
    pub fn take(&mut self, account: &Account, now: Duration) -> Result<(), Duration> {
        let KeyLimits { bank, account: own } = self.limits;
        let of_bank = level(&self.banks, &account.bank, bank, now)?;
        let of_account = level(&self.accounts, account, own, now)?;
        self.banks.insert(account.bank, Bucket { level: of_bank - 1.0, at: now });
        self.accounts.insert(account.clone(), Bucket { level: of_account - 1.0, at: now });
        if self.accounts.len() > self.forget_at {
            self.accounts.retain(|_, bucket| bucket.refilled(own, now) < f64::from(own.tokens));
            // How many can be less than full is bounded by the banks' own buckets.
            self.forget_at = ACCOUNTS_MAX.max(2 * self.accounts.len());
        }
        Ok(())
    }
}

impl Bucket {
    fn refilled(self, limit: Limit, now: Duration) -> f64 {
        let minutes = now.saturating_sub(self.at).as_secs_f64() / 60.0;
        (self.level + minutes * f64::from(limit.refill_per_minute)).min(limit.tokens.into())
    }
}

/// How many tokens are in a bucket, if at least one is; otherwise how long until there is.
fn level<T: Eq + Hash>(
    buckets: &HashMap<T, Bucket>,
    whose: &T,
    limit: Limit,
    now: Duration,
) -> Result<f64, Duration> {
    let level = buckets.get(whose).map_or(limit.tokens.into(), |bucket| bucket.refilled(limit, now));
    if level >= 1.0 {
        return Ok(level);
    }
    let minutes = (1.0 - level) / f64::from(limit.refill_per_minute);
    Err(Duration::try_from_secs_f64((minutes * 60.0).ceil()).unwrap_or(Duration::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(bank: u8, number: u32) -> Account {
        let bank = format!("{bank}0000000").parse().expect("eight digits");
        Account { bank, branch: "1".into(), number: number.to_string() }
    }

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn buckets(bank: u32, account: u32) -> KeyBuckets {
        let limit = |tokens| Limit { tokens, refill_per_minute: 2 };
        KeyBuckets::new(KeyLimits { bank: limit(bank), account: limit(account) })
    }

    #[test]
    fn an_account_that_used_up_its_tokens_waits_and_others_do_not() {
        let mut buckets = buckets(100, 3);
        let (ana, bia) = (account(1, 1), account(1, 2));
        assert_eq!([0, 0, 0].map(|second| buckets.take(&ana, at(second))), [Ok(()); 3]);
        assert_eq!(buckets.take(&ana, at(0)), Err(at(30)));
        assert_eq!(buckets.take(&ana, at(15)), Err(at(15)), "to ask costs nothing");
        assert_eq!(buckets.take(&bia, at(15)), Ok(()));
        assert_eq!(buckets.take(&ana, at(30)), Ok(()));
        assert_eq!(buckets.take(&ana, at(30)), Err(at(30)));
        assert_eq!([90_000; 3].map(|second| buckets.take(&ana, at(second))), [Ok(()); 3]);
        assert_eq!(buckets.take(&ana, at(90_000)), Err(at(30)), "a bucket has a size");
    }

    #[test]
    fn a_bank_has_a_bucket_for_all_its_accounts_and_another_bank_has_its_own() {
        let mut buckets = buckets(3, 100);
        for number in 0..3 {
            assert_eq!(buckets.take(&account(1, number), at(0)), Ok(()));
        }
        assert_eq!(buckets.take(&account(1, 9), at(0)), Err(at(30)));
        assert_eq!(buckets.take(&account(2, 9), at(0)), Ok(()));
    }

    #[test]
    fn accounts_whose_buckets_are_full_again_are_forgotten() {
        let most = u32::try_from(ACCOUNTS_MAX).expect("it fits");
        let mut buckets = buckets(10 * most, 5);
        for number in 0..most {
            assert_eq!(buckets.take(&account(1, number), at(0)), Ok(()));
        }
        assert_eq!(buckets.take(&account(1, most), at(30)), Ok(()));
        assert_eq!(buckets.accounts.len(), 1);
    }
}
