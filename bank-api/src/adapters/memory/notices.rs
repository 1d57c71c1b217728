//! Notices between instances that live in one process.

use crate::{
    application::{Changed, Notices},
    domain::AccountId,
};
use async_trait::async_trait;
use engine::Unavailable;
use std::collections::BTreeSet;
use tokio::sync::broadcast::{channel, error::RecvError};

/// Notices that a slow instance may fall behind.
const KEPT: usize = 1024;

/// A channel; its clones are the instances that share it.
#[derive(Clone)]
pub struct MemoryNotices(Changed);

impl Default for MemoryNotices {
    fn default() -> Self {
        Self(channel(KEPT).0)
    }
}

#[async_trait]
impl Notices for MemoryNotices {
    async fn notify(&self, accounts: &BTreeSet<AccountId>) -> Result<(), Unavailable> {
        // That nobody listens is no error.
        drop(self.0.send(accounts.iter().copied().collect()));
        Ok(())
    }

    async fn listen(&self, changed: &Changed) -> Result<(), Unavailable> {
        let mut notices = self.0.subscribe();
        drop(changed.send([].into()));
        loop {
            let accounts = match notices.recv().await {
                Ok(accounts) => accounts,
                // Some were missed, perhaps of any account.
                Err(RecvError::Lagged(_)) => [].into(),
                Err(RecvError::Closed) => return Ok(()),
            };
            drop(changed.send(accounts));
        }
    }
}
