//! Waits for what can only be looked at.

use std::time::{Duration, Instant};

/// Between two looks.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// Looks again and again until there is something.
///
/// # Errors
/// What the last look saw instead, after `patience`.
pub async fn until<T>(
    patience: Duration,
    mut look: impl AsyncFnMut() -> Result<T, String>,
) -> anyhow::Result<T> {
    let deadline = Instant::now() + patience;
    loop {
        match look().await {
            Ok(seen) => return Ok(seen),
            Err(instead) => anyhow::ensure!(Instant::now() < deadline, "after {patience:?}: {instead}"),
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}
