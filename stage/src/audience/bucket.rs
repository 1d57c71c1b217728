//! How fast one may ask: so much at once, and so much each second from then on.

use std::{collections::HashMap, net::IpAddr, time::Instant};

/// Somebody's allowance.
#[derive(Clone, Copy, Debug)]
pub struct Bucket {
    level: f64,
    size: f64,
    per_second: f64,
    at: Instant,
}

impl Bucket {
    /// A full one.
    pub fn new(size: u32, per_second: f64, now: Instant) -> Bucket {
        Bucket { level: f64::from(size), size: f64::from(size), per_second, at: now }
    }

    /// Takes one; false where there is none.
    pub fn take(&mut self, now: Instant) -> bool {
        self.level = self.level_at(now);
        self.at = now;
        let enough = self.level >= 1.0;
        if enough {
            self.level -= 1.0;
        }
        enough
    }

    fn level_at(&self, now: Instant) -> f64 {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        (self.level + passed * self.per_second).min(self.size)
    }
}

/// So many come from one address at once, and so many each second from then on: a room whose phones share an address can
/// join within minutes, one phone cannot take every seat at once.
const AT_ONCE: u32 = 40;
const PER_SECOND: f64 = 1.0;
/// Addresses remembered. Beyond this those are forgotten who may ask as if they never had.
const REMEMBERED_MAX: usize = 1000;

/// Who came from where.
#[derive(Debug, Default)]
pub struct Crowd(HashMap<IpAddr, Bucket>);

impl Crowd {
    /// May one more come from there? This machine's own is no stranger.
    pub fn lets_in(&mut self, from: IpAddr, now: Instant) -> bool {
        let from = from.to_canonical();
        if from.is_loopback() {
            return true;
        }
        if self.0.len() >= REMEMBERED_MAX {
            self.0.retain(|_, bucket| bucket.level_at(now) < bucket.size);
        }
        let room = self.0.len() < REMEMBERED_MAX || self.0.contains_key(&from);
        room && self.0.entry(from).or_insert_with(|| Bucket::new(AT_ONCE, PER_SECOND, now)).take(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn who_asked_too_fast_may_ask_again_after_a_while() {
        let now = Instant::now();
        let mut bucket = Bucket::new(2, 1.0, now);
        assert_eq!([(); 3].map(|()| bucket.take(now)), [true, true, false]);
        assert!(bucket.take(now + Duration::from_secs(1)));
    }

    #[test]
    fn one_address_fills_no_room_at_once_and_this_machine_may() {
        let (mut crowd, now) = (Crowd::default(), Instant::now());
        let phone = "192.0.2.7".parse().unwrap();
        assert_eq!((0..100).filter(|_| crowd.lets_in(phone, now)).count(), 40);
        assert!(crowd.lets_in("192.0.2.8".parse().unwrap(), now));
        assert!((0..200).all(|_| crowd.lets_in("::1".parse().unwrap(), now)));
        for network in 0..3_u8 {
            for host in 0..=255_u8 {
                crowd.lets_in([10, network, host, 1].into(), now);
                crowd.lets_in([11, network, host, 1].into(), now);
            }
        }
        assert!(crowd.0.len() <= REMEMBERED_MAX);
    }
}
