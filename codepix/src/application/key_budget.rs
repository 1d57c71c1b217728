//! Limits how often keys are registered, before the directory is asked.

use super::keep_keys::KeyCommand;
use crate::domain::{KeyBuckets, KeyLimits};
use engine::Unavailable;
use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// Why a command was not carried out now. The same command again is safe.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotNow {
    #[error("keys of this account or bank are registered too often; repeat the request in {} s", .0.as_secs())]
    TooOften(Duration),
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// The buckets of this instance. It goes by the monotonic clock, so that nobody waits for an hour after the system's
/// clock was set back.
pub struct KeyBudget {
    buckets: Mutex<KeyBuckets>,
    began: Instant,
}

impl KeyBudget {
    pub fn new(limits: KeyLimits) -> Self {
        Self { buckets: Mutex::new(KeyBuckets::new(limits)), began: Instant::now() }
    }

    /// Takes what `command` costs.
    ///
    /// # Errors
    /// [`NotNow::TooOften`] when there is nothing to take.
    pub fn take(&self, command: &KeyCommand) -> Result<(), NotNow> {
        let KeyCommand::Register(registration) = command else { return Ok(()) };
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        buckets.take(&registration.account, self.began.elapsed()).map_err(NotNow::TooOften)
    }
}
