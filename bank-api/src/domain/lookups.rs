//! Who asks for names that are none of his business is slowed down: a bucket of tokens for each account (PIX.md §1,
//! ENTRIES_READ_USER_ANTISCAN). A miss costs much more than a hit, so that guessing keys ends soon; a Pix to a key that
//! was not looked up guesses too, and draws on the same bucket.
//!
//! The buckets stand in memory, of one process, and there are only so many. Times are the process' own, which no clock
//! that is set changes.

use super::AccountId;
use pix::TaxIdKind;
use std::{
    collections::{HashMap, VecDeque},
    time::Duration,
};
use uuid::Uuid;

/// What an answer costs that names somebody.
const FOUND: f64 = 1.0;
/// What an answer costs that names nobody.
const MISSED: f64 = 20.0;
/// What companies have more than people.
const COMPANY: f64 = 10.0;
/// The debt ends at so many buckets: guesses that were under way together can cost no more.
const DEBT: f64 = 10.0;
/// Accounts that are watched at a time. Another one takes the place of those that asked least.
const ACCOUNTS_MAX: usize = 10_000;
/// Lookups of one account whose payment is still awaited.
const LOOKED_UP_MAX: usize = 32;

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

/// Who looks keys up, or pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LookupCaller {
    pub account: AccountId,
    pub holder: TaxIdKind,
}

#[derive(Debug, Clone)]
struct Bucket {
    /// Below zero is a debt: guesses that ran at the same time have missed.
    level: f64,
    at: Duration,
    size: f64,
    per_second: f64,
    /// What a payment gives back: one token to people, two to companies.
    a_payment: f64,
    /// The latest last.
    looked_up: VecDeque<Found>,
}

/// A registration that a lookup showed.
#[derive(Debug, Clone, Copy)]
struct Found {
    entry_id: Uuid,
    /// A payment of it gave back its due.
    paid: bool,
}

impl Bucket {
    fn full(limits: LookupLimits, holder: TaxIdKind, now: Duration) -> Self {
        let (times, a_payment) = match holder {
            TaxIdKind::Cpf => (1.0, 1.0),
            TaxIdKind::Cnpj => (COMPANY, 2.0),
        };
        let size = f64::from(limits.tokens) * times;
        let per_second = f64::from(limits.refill_per_minute.max(1)) * times / 60.0;
        Self { level: size, at: now, size, per_second, a_payment, looked_up: VecDeque::new() }
    }

    fn level_at(&self, now: Duration) -> f64 {
        let seconds = now.saturating_sub(self.at).as_secs_f64();
        (self.level + seconds * self.per_second).min(self.size)
    }

    fn refill(&mut self, now: Duration) {
        (self.level, self.at) = (self.level_at(now), self.at.max(now));
    }

    fn change(&mut self, by: f64) {
        self.level = (self.level + by).clamp(-DEBT * self.size, self.size);
    }

    fn has_looked_up(&self, shown: Option<Uuid>) -> bool {
        self.looked_up.iter().any(|found| Some(found.entry_id) == shown)
    }

    /// How long until a hit can be paid for, if not now.
    fn wait(&self, now: Duration) -> Result<(), Duration> {
        let missing = FOUND - self.level_at(now);
        if missing <= 0.0 {
            return Ok(());
        }
        Err(Duration::try_from_secs_f64((missing / self.per_second).ceil()).unwrap_or(Duration::MAX))
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
    pub fn take(&mut self, who: LookupCaller, now: Duration) -> Result<(), Duration> {
        let bucket = self.bucket(who, now);
        bucket.wait(now)?;
        bucket.change(-FOUND);
        Ok(())
    }

    /// The lookup that took its token named the holder of this registration.
    pub fn found(&mut self, account: AccountId, entry_id: Uuid) {
        let Some(bucket) = self.buckets.get_mut(&account) else { return };
        bucket.looked_up.retain(|found| found.entry_id != entry_id);
        bucket.looked_up.push_back(Found { entry_id, paid: false });
        if bucket.looked_up.len() > LOOKED_UP_MAX {
            bucket.looked_up.pop_front();
        }
    }

    /// The lookup that took its token named nobody.
    pub fn missed(&mut self, account: AccountId) {
        self.change(account, FOUND - MISSED);
    }

    /// The lookup that took its token was not answered.
    pub fn unanswered(&mut self, account: AccountId) {
        self.change(account, FOUND);
    }

    /// May a Pix be sent that names the registration it was shown, or none? To whom was looked up, always; else it is a
    /// guess, for which there must be something to take.
    ///
    /// # Errors
    /// How long to wait.
    pub fn may_pay(&self, account: AccountId, shown: Option<Uuid>, now: Duration) -> Result<(), Duration> {
        let Some(bucket) = self.buckets.get(&account) else { return Ok(()) };
        if bucket.has_looked_up(shown) {
            return Ok(());
        }
        bucket.wait(now)
    }

    /// A Pix arrived. Who pays whom he looked up is not only curious, but once a lookup: money sent to and fro buys
    /// nothing.
    pub fn paid(&mut self, account: AccountId, shown: Option<Uuid>) {
        let Some(bucket) = self.buckets.get_mut(&account) else { return };
        let found = bucket.looked_up.iter_mut().find(|found| Some(found.entry_id) == shown && !found.paid);
        if let Some(found) = found {
            found.paid = true;
            bucket.change(bucket.a_payment);
        }
    }

    /// A Pix came back, since nobody has the key: it cost the payer's bucket what a lookup would have.
    pub fn paid_nobody(&mut self, account: AccountId, shown: Option<Uuid>, now: Duration) {
        // Who holds the account is known when it asks next; until then it is a person's.
        let bucket = self.bucket(LookupCaller { account, holder: TaxIdKind::Cpf }, now);
        if !bucket.has_looked_up(shown) {
            bucket.change(-MISSED);
        }
    }

    fn change(&mut self, account: AccountId, by: f64) {
        if let Some(bucket) = self.buckets.get_mut(&account) {
            bucket.change(by);
        }
    }

    /// The bucket as it is now; a company's that was taken for a person's has its size now.
    fn bucket(&mut self, who: LookupCaller, now: Duration) -> &mut Bucket {
        if !self.buckets.contains_key(&who.account) {
            self.make_room(now);
        }
        let full = Bucket::full(self.limits, who.holder, now);
        let bucket = self.buckets.entry(who.account).or_insert_with(|| full.clone());
        bucket.refill(now);
        if bucket.size < full.size {
            let (level, looked_up) = (bucket.level + full.size - bucket.size, bucket.looked_up.clone());
            *bucket = Bucket { level, looked_up, ..full };
        }
        bucket
    }

    fn make_room(&mut self, now: Duration) {
        if self.buckets.len() < ACCOUNTS_MAX {
            return;
        }
        self.buckets.retain(|_, bucket| bucket.level_at(now) < bucket.size);
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
impl LookupBuckets {
    pub fn watched(&self) -> usize {
        self.buckets.len()
    }
}

#[cfg(test)]
mod tests;
