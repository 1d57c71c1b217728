//! What was read of charges, for those who pay them within half an hour: paying fetches nothing. In this process alone; at
//! another instance the code is read again.

use super::PaidBy;
use crate::domain::AccountId;
use engine::Entropy;
use lru::LruCache;
use std::{
    num::NonZeroUsize,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use uuid::Uuid;

const KEPT: Duration = Duration::from_secs(30 * 60);
const KEPT_MAX: NonZeroUsize = NonZeroUsize::new(16_384).expect("it is above zero");

struct Kept {
    account: AccountId,
    paid: PaidBy,
    since: Instant,
}

/// Each for the account that read it.
pub struct KeptCodes(Mutex<LruCache<Uuid, Kept>>);

impl Default for KeptCodes {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(KEPT_MAX)))
    }
}

impl KeptCodes {
    /// Under which id it is kept.
    pub fn keep(&self, account: AccountId, paid: PaidBy, entropy: &Entropy) -> Uuid {
        let id = Uuid::from_u128((u128::from(entropy()) << 64) | u128::from(entropy()));
        self.lock().put(id, Kept { account, paid, since: Instant::now() });
        id
    }

    pub fn find(&self, account: AccountId, id: Uuid) -> Option<PaidBy> {
        let mut kept = self.lock();
        let found = kept.get(&id).filter(|kept| kept.account == account && kept.since.elapsed() < KEPT)?;
        Some(found.paid.clone())
    }

    fn lock(&self) -> MutexGuard<'_, LruCache<Uuid, Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
