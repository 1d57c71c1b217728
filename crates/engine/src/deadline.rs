//! Every call to a store ends in time, with its answer or with an error.
//!
//! The store's own deadlines end what takes it too long. This one is for what it cannot say: a machine that vanished, a
//! packet that was dropped, an answer that got lost behind the commit.

use crate::error::Unavailable;
use std::time::Duration;
use tokio::time::timeout;

/// How long any statement may take, by the store's own rule.
pub const STATEMENT_MAX: Duration = Duration::from_secs(10);
/// A second more: who has said nothing by then never will.
const ANSWER_MAX: Duration = STATEMENT_MAX.saturating_add(Duration::from_secs(1));

/// What the store answers to `call`. It is dropped when it is late, and with it the connection that it waited on.
///
/// # Errors
/// Those of the call; and [`Unavailable`] where nothing was said in time, which does not mean that nothing was done.
pub async fn in_time<T, E: From<Unavailable>>(call: impl Future<Output = Result<T, E>>) -> Result<T, E> {
    let late = |_| Err(Unavailable(format!("the store said nothing for {} s", ANSWER_MAX.as_secs())).into());
    timeout(ANSWER_MAX, call).await.unwrap_or_else(late)
}
