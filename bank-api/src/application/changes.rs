//! What changed for an account since somebody last looked.
//!
//! Every change of an account's transfer comes with a movement of that account, and movements are numbered in the order of
//! their commits, whatever clocks say. The one exception is a transfer that was sent and is now settled, which moves money
//! of the bank only; so those that are open are remembered, each with its version. Money that was brought and refused
//! moved nothing: to its payee it never happened, and it is not shown.

use super::account_view::AccountView;
use crate::domain::{Side, Status, Transfer};
use pix::{EndToEndId, Timestamp};
use std::{collections::HashMap, fmt, str::FromStr};

/// What somebody has seen of an account.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seen {
    /// The number of the last movement.
    pub movement: i64,
    /// Transfers that can change without a movement.
    pub open: HashMap<EndToEndId, Open>,
}

/// A transfer under way, as it was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Open {
    pub version: i64,
    pub pending_at: Timestamp,
}

/// Where somebody stands, for when he comes back: the last movement that was seen, and since when a transfer is open, if
/// one is. No time is compared with another clock's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub movement: i64,
    pub open_since: Option<Timestamp>,
}

/// One look at an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    pub view: AccountView,
    /// As they stand now; one that changed is never missing, one that did not may be among them.
    pub transfers: Vec<Transfer>,
    /// The number of the last movement that was looked at.
    pub movement: i64,
    /// There are more changes than one look takes: look again at once.
    pub more: bool,
    /// By the database's clock.
    pub as_of: Timestamp,
}

impl Seen {
    /// The changes have been seen.
    pub fn add(&mut self, changes: &Changes) {
        self.movement = self.movement.max(changes.movement);
        for transfer in changes.transfers.iter().filter(|transfer| transfer.side == Side::Out) {
            let Transfer { id, version, pending_at, .. } = *transfer;
            match transfer.status {
                Status::Pending => drop(self.open.insert(id, Open { version, pending_at })),
                Status::Completed | Status::Rejected => drop(self.open.remove(&id)),
            }
        }
    }

    pub fn place(&self) -> Place {
        let open_since = self.open.values().map(|open| open.pending_at).min();
        Place { movement: self.movement, open_since }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.open_since {
            Some(since) => write!(f, "{}.{}", self.movement, since.as_microsecond()),
            None => self.movement.fmt(f),
        }
    }
}

/// Not what [`Place`] writes.
#[derive(Debug, PartialEq, Eq)]
pub struct NoPlace;

impl FromStr for Place {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<Self, NoPlace> {
        let number = |text: &str, digits_max| {
            let sound = (1..=digits_max).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
            text.parse::<i64>().ok().filter(|_| sound).ok_or(NoPlace)
        };
        let (movement, since) = match text.split_once('.') {
            Some((movement, since)) => (movement, Some(number(since, 16)?)),
            None => (text, None),
        };
        let time = |micros| Timestamp::from_microsecond(micros).map_err(|_| NoPlace);
        Ok(Self { movement: number(movement, 18)?, open_since: since.map(time).transpose()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{AccountId, fixture::*, send};
    use pix::Cents;

    fn look(movement: i64, transfers: Vec<Transfer>) -> Changes {
        let (id, tax_id) = (AccountId(1), "52998224725".parse().unwrap());
        let view = AccountView {
            id,
            name: String::new(),
            tax_id,
            email: String::new(),
            balance: Cents::ZERO,
            open: true,
        };
        Changes { view, transfers, movement, more: false, as_of: NOW }
    }

    #[test]
    fn a_place_is_the_last_movement_and_the_oldest_payment_that_is_open() {
        let mut seen = Seen::default();
        assert_eq!(seen.place().to_string(), "0");
        let sent = send(&account(1), None, &order(100), here()).1.unwrap();
        seen.add(&look(7, vec![sent.clone()]));
        let place = seen.place();
        assert_eq!(place, Place { movement: 7, open_since: Some(NOW) });
        assert_eq!(place.to_string().parse(), Ok(place));
        seen.add(&look(7, vec![Transfer { status: Status::Completed, ..sent }]));
        assert_eq!(seen.place().to_string(), "7");
        assert_eq!("7".parse(), Ok(seen.place()));
    }

    #[test]
    fn nothing_else_is_a_place() {
        let long = "9".repeat(19);
        let late = format!("1.{}", "9".repeat(17));
        for text in ["", ".", "7.", ".7", "-1", "+1", "1.-1", "1.2.3", "x", " 7", "2026-01-01", &long, &late]
        {
            assert_eq!(text.parse::<Place>(), Err(NoPlace), "{text}");
        }
        assert!(long[1..].parse::<Place>().is_ok() && late[..late.len() - 1].parse::<Place>().is_ok());
    }
}
