//! Deletes what is too old to be asked for, so that the tables do not grow for ever.

use super::ports::{DirectoryStore, TransferStore};
use engine::Unavailable;
use std::{sync::Arc, time::Duration};

/// How often old rows are looked for.
const EVERY: Duration = Duration::from_hours(1);

/// What is kept, and for how long.
pub struct Retention {
    pub directory: Arc<dyn DirectoryStore>,
    pub transfers: Arc<dyn TransferStore>,
    /// A request that registered a key is kept for so long after the key's removal: longer than its bank may repeat it.
    pub key_requests_kept: Duration,
    /// A transfer is kept for so long after its end: longer than its banks may repeat a message about it.
    pub transfers_kept: Duration,
}

/// How many rows were deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Deleted {
    pub key_requests: u64,
    pub transfers: u64,
}

impl Retention {
    /// Runs until it is dropped.
    pub async fn run(self) {
        loop {
            match self.step().await {
                Ok(Deleted { key_requests: 0, transfers: 0 }) => {}
                Ok(Deleted { key_requests, transfers }) => {
                    tracing::info!(key_requests, transfers, "deleted what is older than it is kept");
                }
                Err(unavailable) => tracing::warn!("old rows are deleted later: {unavailable}"),
            }
            tokio::time::sleep(EVERY).await;
        }
    }

    /// Deletes all that is old enough, statement by statement.
    ///
    /// # Errors
    /// [`Unavailable`] when a store is away; the next step deletes the rest.
    pub async fn step(&self) -> Result<Deleted, Unavailable> {
        let mut deleted = Deleted::default();
        loop {
            let key_requests = self.directory.forget_requests(self.key_requests_kept).await?;
            let transfers = self.transfers.forget(self.transfers_kept).await?;
            if key_requests + transfers == 0 {
                return Ok(deleted);
            }
            deleted.key_requests += key_requests;
            deleted.transfers += transfers;
        }
    }
}
