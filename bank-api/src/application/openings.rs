//! How many accounts one network may ask for: each costs a password's hash and stays for ever.

use super::{attempts::network, windows::Windows};
use std::{
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

const WINDOW: Duration = Duration::from_secs(15 * 60);
/// Networks remembered; beyond this the oldest windows are forgotten first.
const REMEMBERED_MAX: usize = 20_000;

/// Who asked for how many accounts.
pub struct Openings {
    per_network: u32,
    asked: Mutex<Windows<IpAddr>>,
}

impl Openings {
    /// So many for each network, in a quarter of an hour.
    pub fn new(per_network: u32) -> Self {
        Self { per_network, asked: Mutex::new(Windows::new(WINDOW, REMEMBERED_MAX)) }
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

    #[test]
    fn a_network_has_its_number_and_the_banks_own_machine_as_many_as_it_likes() {
        let openings = Openings::new(3);
        let address = |text: &str| text.parse::<IpAddr>().unwrap();
        assert!((0..3).all(|_| openings.ask(address("2001:db8::1")).is_ok()));
        assert!(openings.ask(address("2001:db8::2")).is_err_and(|wait| wait <= WINDOW));
        assert!(openings.ask(address("203.0.113.7")).is_ok());
        for here in ["127.0.0.1", "::1", "::ffff:127.0.0.1"] {
            assert!((0..100).all(|_| openings.ask(address(here)).is_ok()), "{here}");
        }
    }
}
