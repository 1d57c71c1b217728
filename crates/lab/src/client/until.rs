//! Waits for what can only be polled.

use std::time::{Duration, Instant};

/// Between two polls.
const POLL: Duration = Duration::from_millis(50);

/// Polls until there is something.
///
/// # Errors
/// What the last poll saw instead, after `timeout`.
pub async fn until<T>(
    timeout: Duration,
    mut poll: impl AsyncFnMut() -> Result<T, String>,
) -> anyhow::Result<T> {
    let deadline = Instant::now() + timeout;
    loop {
        match poll().await {
            Ok(seen) => return Ok(seen),
            Err(instead) => anyhow::ensure!(Instant::now() < deadline, "after {timeout:?}: {instead}"),
        }
        tokio::time::sleep(POLL).await;
    }
}
