//! How much one network may ask for in a while, of what anybody may ask without a log-in.

use super::{attempts::network, windows::Windows};
use std::{
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// Networks remembered; beyond this the oldest windows are forgotten first.
const REMEMBERED_MAX: usize = 20_000;

/// Who asked for how much.
pub struct NetworkLimit {
    per_network: u32,
    asked: Mutex<Windows<IpAddr>>,
}

impl NetworkLimit {
    /// So much for each network, within a window that begins when it first asks.
    pub fn new(per_network: u32, window: Duration) -> Self {
        Self { per_network, asked: Mutex::new(Windows::new(window, REMEMBERED_MAX)) }
    }

    /// Counts one. The bank's own machine is no stranger.
    ///
    /// # Errors
    /// How long to wait, where there were enough.
    pub fn ask(&self, from: IpAddr) -> Result<(), Duration> {
        let (network, now) = (network(from), Instant::now());
        if network.is_loopback() || from.is_loopback() {
            return Ok(());
        }
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let (count, left) = asked.count(&network, now);
        if count >= self.per_network {
            return Err(left);
        }
        asked.add(network, now);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: Duration = Duration::from_secs(60);

    #[test]
    fn a_network_has_its_number_and_the_banks_own_machine_as_many_as_it_likes() {
        let limit = NetworkLimit::new(3, WINDOW);
        let address = |text: &str| text.parse::<IpAddr>().unwrap();
        assert!((0..3).all(|_| limit.ask(address("2001:db8::1")).is_ok()));
        assert!(limit.ask(address("2001:db8::2")).is_err_and(|wait| wait <= WINDOW));
        assert!(limit.ask(address("203.0.113.7")).is_ok());
        for here in ["127.0.0.1", "::1", "::ffff:127.0.0.1"] {
            assert!((0..100).all(|_| limit.ask(address(here)).is_ok()), "{here}");
        }
    }
}
