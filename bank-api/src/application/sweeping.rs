//! What grows with use and is never read again has an end: sessions that are over, and what orders were called by.

use super::ports::{Sessions, Statements};
use engine::{Unavailable, in_time};
use std::{sync::Arc, time::Duration};

/// How often it is swept, and how much in one statement.
const EVERY: Duration = Duration::from_secs(60);
const STEP_MAX: i64 = 1_000;
/// An order can be repeated by its idempotency key for so long; then the key is another order's.
pub const REQUESTS_KEPT_DAYS: i32 = 90;

/// Sweeps for ever: customers let sessions run out far more often than they log out.
pub async fn sweep(sessions: Arc<dyn Sessions>, statements: Arc<dyn Statements>) {
    loop {
        until_done("sessions", || sessions.sweep(STEP_MAX)).await;
        until_done("requests", || statements.forget_requests(REQUESTS_KEPT_DAYS, STEP_MAX)).await;
        tokio::time::sleep(EVERY).await;
    }
}

/// Step by step, until one finds less than it could have taken.
async fn until_done<F: Future<Output = Result<i64, Unavailable>>>(what: &str, step: impl Fn() -> F) {
    loop {
        match in_time(step()).await {
            Ok(STEP_MAX) => {}
            Ok(_) => return,
            Err(unavailable) => return tracing::debug!("{what} are swept up later: {unavailable}"),
        }
    }
}
