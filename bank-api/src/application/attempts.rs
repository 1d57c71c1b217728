//! Failed log-ins, in bounded memory: strictly for a login from one network, generously for the login alone and for the
//! network alone, so that a stranger keeps nobody out who comes from where he always does.
//!
//! Only a wrong password counts. While it is being judged an attempt holds a place, or many guesses at once would pass as
//! one; whatever the bank cannot judge gives its place back.

use super::windows::Windows;
use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// Failures are forgotten after this long.
const WINDOW: Duration = Duration::from_secs(15 * 60);
/// Failures of one login from one network within a window.
const PAIR_MAX: u32 = 10;
/// Failures of one login, from wherever.
const LOGIN_MAX: u32 = 200;
/// Failures from one network; many people may share one.
const NETWORK_MAX: u32 = 100;
/// Who has to wait only for attempts that are still being judged.
const SOON: Duration = Duration::from_secs(1);
/// Counters remembered, and logins with the network they succeeded from. Beyond this the oldest go first; each costs a
/// password's hash to make.
const REMEMBERED_MAX: usize = 20_000;
/// How long a network is known to be the owner's.
const KNOWN: Duration = Duration::from_secs(30 * 24 * 60 * 60);

#[derive(Debug, PartialEq, Eq, Hash, Clone)]
enum Who {
    Pair(String, IpAddr),
    Login(String),
    Network(IpAddr),
}

/// Who failed how often.
pub struct Attempts(Mutex<Counters>);

struct Counters {
    failures: Windows<Who>,
    /// Where the right password was given before.
    known: Windows<(String, IpAddr)>,
    under_way: HashMap<Who, u32>,
}

/// One log-in that is being judged. Dropped without a verdict, it was none.
pub struct Attempt {
    attempts: Arc<Attempts>,
    login: Option<String>,
    network: IpAddr,
}

impl Default for Attempts {
    fn default() -> Self {
        let (failures, known) = (Windows::new(WINDOW, REMEMBERED_MAX), Windows::new(KNOWN, REMEMBERED_MAX));
        Self(Mutex::new(Counters { failures, known, under_way: HashMap::new() }))
    }
}

impl Attempts {
    /// Takes a place for a log-in. None stands for a login that nobody can have, which only the network answers for.
    ///
    /// # Errors
    /// How long to wait, where too many have failed.
    pub fn begin(self: &Arc<Self>, login: Option<&str>, from: IpAddr) -> Result<Attempt, Duration> {
        let attempt =
            Attempt { attempts: Arc::clone(self), login: login.map(str::to_owned), network: network(from) };
        let mut counters = self.lock();
        let wait = counters.wait(&attempt, Instant::now());
        for who in attempt.counted() {
            *counters.under_way.entry(who).or_default() += 1;
        }
        // Without the lock: an attempt that is refused gives its place back as it is dropped.
        drop(counters);
        wait.map_or(Ok(attempt), Err)
    }

    fn lock(&self) -> MutexGuard<'_, Counters> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Counters {
    /// How long the attempt has to wait, if it has to.
    fn wait(&self, attempt: &Attempt, now: Instant) -> Option<Duration> {
        let known = attempt.pair().is_some_and(|pair| self.known.count(&pair, now).0 > 0);
        let counted = attempt.counted().filter(|who| !known || matches!(who, Who::Pair(..)));
        let waits = counted.filter_map(|who| {
            let most = match who {
                Who::Pair(..) => PAIR_MAX,
                Who::Login(_) => LOGIN_MAX,
                Who::Network(_) => NETWORK_MAX,
            };
            let (failed, left) = self.failures.count(&who, now);
            let under_way = self.under_way.get(&who).copied().unwrap_or_default();
            match failed {
                failed if failed >= most => Some(left),
                failed => (failed + under_way >= most).then_some(SOON),
            }
        });
        waits.max()
    }
}

impl Attempt {
    /// The password was wrong, or there is no such login.
    pub fn failed(self) {
        let mut counters = self.attempts.lock();
        self.counted().for_each(|who| counters.failures.add(who, Instant::now()));
    }

    /// It was the owner: earlier failures from here are forgiven, and from here others lock him out no more.
    pub fn succeeded(self) {
        let mut counters = self.attempts.lock();
        if let Some((login, network)) = self.pair() {
            counters.failures.forget(&Who::Pair(login.clone(), network));
            counters.known.add((login, network), Instant::now());
        }
    }

    fn pair(&self) -> Option<(String, IpAddr)> {
        Some((self.login.clone()?, self.network))
    }

    fn counted(&self) -> impl Iterator<Item = Who> + use<> {
        let pair = self.pair().map(|(login, network)| Who::Pair(login, network));
        let login = self.login.clone().map(Who::Login);
        [pair, login, Some(Who::Network(self.network))].into_iter().flatten()
    }
}

impl Drop for Attempt {
    fn drop(&mut self) {
        let mut counters = self.attempts.lock();
        for who in self.counted() {
            if let Some(under_way) = counters.under_way.get_mut(&who) {
                *under_way -= 1;
                if *under_way == 0 {
                    counters.under_way.remove(&who);
                }
            }
        }
    }
}

/// What one customer of a provider has: an address, or with IPv6 the first half of many.
pub fn network(from: IpAddr) -> IpAddr {
    match from.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
        address => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn v4(last: u8) -> IpAddr {
        [203, 0, 113, last].into()
    }

    fn fail(attempts: &Arc<Attempts>, login: Option<&str>, from: IpAddr) -> bool {
        attempts.begin(login, from).map(Attempt::failed).is_ok()
    }

    fn may(attempts: &Arc<Attempts>, login: &str, from: IpAddr) -> bool {
        attempts.begin(Some(login), from).is_ok()
    }

    #[test]
    fn ten_failures_block_a_login_from_where_they_came_and_nobody_else() {
        let attempts = Arc::<Attempts>::default();
        assert!((0..10).all(|_| fail(&attempts, Some("ana"), v4(1))));
        assert!(attempts.begin(Some("ana"), v4(1)).is_err_and(|wait| wait > SOON));
        assert!(may(&attempts, "ana", v4(2)), "its owner comes from elsewhere");
        assert!(may(&attempts, "bia", v4(1)));
    }

    #[test]
    fn a_crowd_of_strangers_blocks_a_login_but_not_for_who_was_let_in_from_his_network_before() {
        let attempts = Arc::<Attempts>::default();
        attempts.begin(Some("ana"), v4(255)).unwrap().succeeded();
        let tries = (0..21).flat_map(|stranger| [stranger; 10]);
        let failed = tries.filter(|stranger| fail(&attempts, Some("ana"), v4(*stranger))).count();
        assert_eq!(failed, 200);
        assert!(!may(&attempts, "ana", v4(254)));
        assert!(may(&attempts, "ana", v4(255)));
        assert!((0..10).all(|_| fail(&attempts, Some("ana"), v4(255))));
        assert!(!may(&attempts, "ana", v4(255)), "he too guesses ten times");
    }

    #[test]
    fn a_hundred_failures_block_a_network_whatever_was_typed_and_a_login_nobody_can_have_blocks_no_login() {
        let attempts = Arc::<Attempts>::default();
        attempts.begin(Some("ana"), v4(1)).unwrap().succeeded();
        assert!((0..100).all(|_| fail(&attempts, None, v4(1))));
        assert!(!may(&attempts, "bia", v4(1)));
        assert!(may(&attempts, "ana", v4(1)), "her neighbours cannot lock her out");
        assert!(attempts.begin(None, v4(2)).is_ok());
    }

    #[test]
    fn only_a_mismatch_counts_and_a_success_forgives() {
        let attempts = Arc::<Attempts>::default();
        for _ in 0..500 {
            drop(attempts.begin(Some("ana"), v4(1)).unwrap());
        }
        assert!((0..9).all(|_| fail(&attempts, Some("ana"), v4(1))));
        attempts.begin(Some("ana"), v4(1)).unwrap().succeeded();
        assert!((0..9).all(|_| fail(&attempts, Some("ana"), v4(1))));
        assert!(may(&attempts, "ana", v4(1)));
        assert!(attempts.lock().under_way.is_empty());
    }

    #[test]
    fn guesses_at_the_same_time_do_not_pass_as_one() {
        let attempts = Arc::<Attempts>::default();
        let judged: Vec<_> = (0..10).map(|_| attempts.begin(Some("ana"), v4(1)).unwrap()).collect();
        assert_eq!(attempts.begin(Some("ana"), v4(1)).err(), Some(SOON));
        drop(judged);
        assert!(may(&attempts, "ana", v4(1)));
    }

    #[test]
    fn the_addresses_of_one_host_are_one() {
        let attempts = Arc::<Attempts>::default();
        let host = |last: u16| IpAddr::from([0x2001, 0xdb8, 1, 2, 3, 4, 5, last]);
        assert!((0..10).all(|number| fail(&attempts, Some("ana"), host(number))));
        assert!(!may(&attempts, "ana", host(99)));
        assert!(may(&attempts, "ana", IpAddr::from([0x2001, 0xdb8, 1, 3, 3, 4, 5, 1])));
        assert_eq!(network("::ffff:203.0.113.7".parse().unwrap()), v4(7));
    }
}
