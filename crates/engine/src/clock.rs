//! Time and chance, as values that are handed in. The only place of the workspace's services that asks the system.

use jiff::Timestamp;
use std::sync::Arc;

/// Tells the time.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;
/// Draws 64 random bits.
pub type Entropy = Arc<dyn Fn() -> u64 + Send + Sync>;

/// The system's clock, in microseconds: what is answered now equals what the database says later.
#[expect(clippy::disallowed_methods, reason = "the one place that asks the system for the time")]
pub fn system_clock() -> Clock {
    Arc::new(|| {
        let now = Timestamp::now();
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    })
}

/// The system's randomness.
#[expect(clippy::disallowed_methods, reason = "the one place that asks the system for chance")]
pub fn system_entropy() -> Entropy {
    Arc::new(|| {
        let (high, low) = uuid::Uuid::new_v4().as_u64_pair();
        // Each half has bits that are fixed, at other places: together they are all random.
        high ^ low
    })
}
