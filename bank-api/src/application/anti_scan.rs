//! Keeps customers from finding out who has which key: lookups and payments draw on one bucket an account.
//!
//! It counts in this process. Of several instances each has buckets of its own: so many times the lookups are possible, and
//! a payment counts where its verdict is read.

use crate::domain::{AccountId, LookupBuckets, LookupCaller, LookupLimits, Side, Status, Transfer};
use pix::Reason;
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use uuid::Uuid;

/// How long the process runs.
pub type Uptime = Arc<dyn Fn() -> Duration + Send + Sync>;

/// The buckets, and the time they fill by.
pub struct AntiScan {
    buckets: Mutex<LookupBuckets>,
    uptime: Uptime,
}

impl AntiScan {
    pub fn new(limits: LookupLimits) -> Self {
        let start = Instant::now();
        Self::at(limits, Arc::new(move || start.elapsed()))
    }

    /// By a time of somebody's own.
    pub fn at(limits: LookupLimits, uptime: Uptime) -> Self {
        Self { buckets: Mutex::new(LookupBuckets::new(limits)), uptime }
    }

    /// Takes what a lookup costs that finds somebody; how long to wait, if there is nothing to take.
    pub fn take(&self, who: LookupCaller) -> Result<(), Duration> {
        self.lock().take(who, (self.uptime)())
    }

    pub fn found(&self, account: AccountId, entry_id: Uuid) {
        self.lock().found(account, entry_id);
    }

    pub fn missed(&self, account: AccountId) {
        self.lock().missed(account);
    }

    pub fn unanswered(&self, account: AccountId) {
        self.lock().unanswered(account);
    }

    /// May the account pay, shown this registration or none? How long to wait, if not.
    pub fn may_pay(&self, account: AccountId, shown: Option<Uuid>) -> Result<(), Duration> {
        self.lock().may_pay(account, shown, (self.uptime)())
    }

    /// What was sent has ended: somebody was paid, or nobody has the key.
    pub fn ended(&self, transfers: &[&Transfer]) {
        let paid = transfers.iter().filter(|transfer| transfer.side == Side::Out && !transfer.id.is_return());
        for transfer in paid {
            let Some(account) = transfer.account else { continue };
            match (transfer.status, transfer.reason) {
                (Status::Completed, _) => self.lock().paid(account, transfer.entry_id),
                (Status::Rejected, Some(Reason::UnknownKey)) => {
                    self.lock().paid_nobody(account, transfer.entry_id, (self.uptime)());
                }
                (Status::Pending | Status::Rejected, _) => {}
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, LookupBuckets> {
        self.buckets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
