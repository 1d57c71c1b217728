//! How often customers send.

use std::time::Duration;

/// So many senders, each with an order every so often.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Customers who send at the same time.
    pub senders: u64,
    /// From one order of a sender to the next.
    pub every: Duration,
}

impl Pace {
    /// So many orders a second.
    pub fn per_second(orders: f64) -> Self {
        // A sender that is answered in time manages ten a second.
        let senders = (orders / 10.0).ceil().clamp(1.0, 64.0);
        Self { senders: senders as u64, every: Duration::from_secs_f64(senders / orders) }
    }
}
