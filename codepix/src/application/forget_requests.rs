//! Forgets registrations that nobody can repeat any more, so that the directory does not grow with every key that comes
//! and goes.

use super::ports::DirectoryStore;
use engine::Unavailable;
use std::{sync::Arc, time::Duration};

/// How often to look.
const EVERY: Duration = Duration::from_hours(1);

/// The timer that does it.
pub struct ForgetRequests {
    pub directory: Arc<dyn DirectoryStore>,
    /// How long a request is remembered after its key was removed: longer than any bank may take to repeat it.
    pub kept: Duration,
}

impl ForgetRequests {
    /// Runs until it is dropped.
    pub async fn run(self) {
        loop {
            match self.step().await {
                Ok(0) => {}
                Ok(count) => tracing::info!(count, "forgot requests of keys that were removed long ago"),
                Err(unavailable) => tracing::warn!("requests are forgotten later: {unavailable}"),
            }
            tokio::time::sleep(EVERY).await;
        }
    }

    /// Forgets all that is old enough; how many those were.
    ///
    /// # Errors
    /// [`Unavailable`] when the store is away; the next time makes good for it.
    pub async fn step(&self) -> Result<u64, Unavailable> {
        let mut count = 0;
        loop {
            match self.directory.forget_requests(self.kept).await? {
                0 => return Ok(count),
                some => count += some,
            }
        }
    }
}
