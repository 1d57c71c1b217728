//! Failed log-ins, counted per login and per client address in bounded memory.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// Failures are forgotten after this long.
const WINDOW: Duration = Duration::from_secs(15 * 60);
/// Failures of one login within a window.
const PER_LOGIN_MAX: u32 = 10;
/// Failures from one address within a window; many people may share one.
const PER_ADDRESS_MAX: u32 = 100;
/// Logins and addresses remembered. Beyond this the oldest windows are forgotten first.
const REMEMBERED_MAX: usize = 20_000;

#[derive(PartialEq, Eq, Hash, Clone)]
enum Who {
    Login(String),
    Address(IpAddr),
}

struct Failures {
    since: Instant,
    count: u32,
}

/// Who failed how often.
#[derive(Default)]
pub struct Attempts(Mutex<HashMap<Who, Failures>>);

impl Attempts {
    /// How long this login or address has to wait, if it has to.
    pub fn blocked(&self, login: &str, from: IpAddr) -> Option<Duration> {
        let failures = self.lock();
        let wait = |who: &Who, most| {
            let failed = failures.get(who).filter(|failed| failed.count >= most)?;
            WINDOW.checked_sub(failed.since.elapsed()).filter(|wait| !wait.is_zero())
        };
        let login = wait(&Who::Login(login.to_owned()), PER_LOGIN_MAX);
        login.or_else(|| wait(&Who::Address(from), PER_ADDRESS_MAX))
    }

    pub fn failed(&self, login: &str, from: IpAddr) {
        let mut failures = self.lock();
        if failures.len() >= REMEMBERED_MAX {
            failures.retain(|_, failed| failed.since.elapsed() < WINDOW);
        }
        if failures.len() >= REMEMBERED_MAX
            && let Some(oldest) =
                failures.iter().min_by_key(|(_, failed)| failed.since).map(|(who, _)| who.clone())
        {
            failures.remove(&oldest);
        }
        for who in [Who::Login(login.to_owned()), Who::Address(from)] {
            let failed = failures.entry(who).or_insert_with(|| Failures { since: Instant::now(), count: 0 });
            if failed.since.elapsed() >= WINDOW {
                *failed = Failures { since: Instant::now(), count: 0 };
            }
            failed.count += 1;
        }
    }

    /// Takes back the failure that was counted in advance, and forgives the login its earlier ones.
    pub fn succeeded(&self, login: &str, from: IpAddr) {
        let mut failures = self.lock();
        failures.remove(&Who::Login(login.to_owned()));
        if let Some(address) = failures.get_mut(&Who::Address(from)) {
            address.count = address.count.saturating_sub(1);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Who, Failures>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_failures_block_a_login_everywhere_and_nobody_else() {
        let attempts = Attempts::default();
        let (here, there) = (IpAddr::from([127, 0, 0, 1]), IpAddr::from([127, 0, 0, 2]));
        (0..10).for_each(|_| attempts.failed("ana", here));
        assert!(attempts.blocked("ana", there).is_some());
        assert!(attempts.blocked("bia", here).is_none());
        attempts.succeeded("ana", here);
        assert!(attempts.blocked("ana", there).is_none());
    }

    #[test]
    fn a_hundred_failures_block_an_address() {
        let attempts = Attempts::default();
        let here = IpAddr::from([127, 0, 0, 1]);
        (0..100).for_each(|number| attempts.failed(&format!("login{number}"), here));
        assert!(attempts.blocked("somebody", here).is_some());
    }
}
