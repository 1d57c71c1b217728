//! The four-digit PIN of transfers: five failures in a row lock it for 15 minutes.
//!
//! Judged in order, by the writer: guesses that arrive together are counted one after another. Refuses to know how a
//! PIN becomes a digest.

use super::AccountId;
use pix::Timestamp;
use std::time::Duration;

/// Wrong PINs in a row that lock it.
const FAILURES_MAX: i16 = 5;
/// How long it stays locked.
const LOCK: Duration = Duration::from_secs(15 * 60);

/// The failures so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PinState {
    /// Wrong PINs since the last right one.
    pub failures: i16,
    pub locked_until: Option<Timestamp>,
}

/// A PIN, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    pub digest: [u8; 32],
    pub state: PinState,
}

/// What the failures of an account become, if they still are what they were. They may stay that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PinChange {
    pub account: AccountId,
    pub before: PinState,
    pub after: PinState,
}

/// Why a PIN was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PinRefusal {
    #[error("wrong PIN; {attempts_left} attempts left before it is locked for 15 minutes")]
    Wrong { attempts_left: i16 },
    #[error("five wrong PINs in a row; try again after {until}")]
    Locked { until: Timestamp },
}

impl Pin {
    /// What the failures are after this attempt, and whether it is accepted.
    pub fn judge(&self, offered: &[u8; 32], now: Timestamp) -> (PinState, Result<(), PinRefusal>) {
        let failures = match self.state.locked_until {
            Some(until) if now < until => return (self.state, Err(PinRefusal::Locked { until })),
            // The lock is over, and with it what led there.
            Some(_) => 0,
            None => self.state.failures,
        };
        // Both are HMACs under a secret key: what the comparison's time tells leads nowhere.
        if *offered == self.digest {
            return (PinState::default(), Ok(()));
        }
        let failures = failures + 1;
        if failures < FAILURES_MAX {
            let state = PinState { failures, locked_until: None };
            return (state, Err(PinRefusal::Wrong { attempts_left: FAILURES_MAX - failures }));
        }
        let until = now.saturating_add(LOCK).unwrap_or(now);
        (PinState { failures, locked_until: Some(until) }, Err(PinRefusal::Locked { until }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RIGHT: [u8; 32] = [1; 32];
    const WRONG: [u8; 32] = [2; 32];

    fn at(second: i64) -> Timestamp {
        Timestamp::constant(second, 0)
    }

    #[test]
    fn five_wrong_pins_lock_it_for_fifteen_minutes_and_then_it_counts_anew() {
        let mut pin = Pin { digest: RIGHT, state: PinState::default() };
        for attempts_left in [4, 3, 2, 1] {
            let (state, answer) = pin.judge(&WRONG, at(0));
            assert_eq!(answer, Err(PinRefusal::Wrong { attempts_left }));
            pin.state = state;
        }
        let locked = Err(PinRefusal::Locked { until: at(900) });
        let (state, answer) = pin.judge(&WRONG, at(0));
        assert_eq!(answer, locked);
        pin.state = state;
        assert_eq!(pin.judge(&RIGHT, at(899)), (state, locked), "the right PIN does not open a lock");
        assert_eq!(pin.judge(&RIGHT, at(900)), (PinState::default(), Ok(())));
        assert_eq!(pin.judge(&WRONG, at(900)).1, Err(PinRefusal::Wrong { attempts_left: 4 }));
    }

    #[test]
    fn the_right_pin_forgives_what_was_before() {
        let pin = Pin { digest: RIGHT, state: PinState { failures: 4, locked_until: None } };
        assert_eq!(pin.judge(&RIGHT, at(0)), (PinState::default(), Ok(())));
    }
}
