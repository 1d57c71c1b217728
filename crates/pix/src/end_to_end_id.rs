//! The name of one transfer, or of one return, in the whole system: it carries its origin bank and its minute, and is
//! never used twice. It is minted from a time and random bits that the caller brings, so the same arguments make the
//! same id. Whether its minute is recent enough is for the hub to judge.

use std::str::FromStr;

use jiff::{Timestamp, civil::DateTime, tz::Offset};

use crate::{Ispb, ascii::Ascii, wire::travels_as_string};

/// `E`, or `D` of a return (the SPI's `RtrId`), the origin bank's ISPB, the minute in UTC as `yyyyMMddHHmm`, and 11
/// characters `[A-Za-z0-9]`; 32 in all, case-sensitive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EndToEndId(Ascii<32>);

/// Why a text is not an end-to-end id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndToEndIdError {
    #[error(
        "an end-to-end id has 32 characters: E (of a return D), the bank's ISPB, the UTC minute as yyyyMMddHHmm, 11 \
         letters or digits"
    )]
    Form,
    #[error(
        "the end-to-end id names a minute that no calendar has: its characters 10 to 21 are yyyyMMddHHmm in UTC"
    )]
    Minute,
}

/// In ASCII order, so that a larger number is a larger text.
const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// 62³ > 60,000 milliseconds.
const MILLISECOND_CHARACTERS: usize = 3;

impl EndToEndId {
    /// A new id of the bank `ispb`. The last 11 characters are the milliseconds within the minute (3
    /// characters, so that ids of one bank sort by time) and 8 characters of `entropy`: 62⁸ values, of the 64
    /// bits given 47.6 remain. Two ids of one bank can collide only within one millisecond, once in 218
    /// million million pairs. Years outside 1970 to 9999 count as the nearest of these.
    pub fn mint(ispb: Ispb, now: Timestamp, entropy: u64) -> EndToEndId {
        mint(b'E', ispb, now, entropy)
    }

    /// A new id of a return that the bank `ispb` sends; otherwise as [`mint`](EndToEndId::mint).
    pub fn mint_return(ispb: Ispb, now: Timestamp, entropy: u64) -> EndToEndId {
        mint(b'D', ispb, now, entropy)
    }

    /// Whether it names a return.
    pub fn is_return(&self) -> bool {
        self.as_str().starts_with('D')
    }

    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The bank that made the id.
    pub fn ispb(&self) -> Ispb {
        self.as_str()[1..9].parse().expect("an ISPB stood here when the id was made")
    }

    /// The minute in which the id was made, by the clock of the bank that made it.
    pub fn minted_at_minute(&self) -> Timestamp {
        minute(self.as_str()).expect("a minute stood here when the id was made")
    }
}

fn mint(kind: u8, ispb: Ispb, now: Timestamp, entropy: u64) -> EndToEndId {
    let utc = Offset::UTC.to_datetime(now.max(Timestamp::UNIX_EPOCH));
    let minute =
        format!("{:04}{:02}{:02}{:02}{:02}", utc.year(), utc.month(), utc.day(), utc.hour(), utc.minute());
    let milliseconds =
        u64::from(utc.second().unsigned_abs()) * 1_000 + u64::from(utc.millisecond().unsigned_abs());

    let mut id = [0; 32];
    id[0] = kind;
    id[1..9].copy_from_slice(ispb.as_str().as_bytes());
    id[9..21].copy_from_slice(minute.as_bytes());
    let (in_minute, random) = id[21..].split_at_mut(MILLISECOND_CHARACTERS);
    write_base62(in_minute, milliseconds);
    write_base62(random, entropy);
    EndToEndId(Ascii::from_bytes(id).expect("every part is ASCII"))
}

impl FromStr for EndToEndId {
    type Err = EndToEndIdError;

    fn from_str(text: &str) -> Result<EndToEndId, EndToEndIdError> {
        let id = Ascii::parse(text, |at, b| match at {
            0 => matches!(b, b'E' | b'D'),
            1..9 => b.is_ascii_digit() || b.is_ascii_uppercase(),
            9..21 => b.is_ascii_digit(),
            _ => b.is_ascii_alphanumeric(),
        })
        .ok_or(EndToEndIdError::Form)?;
        minute(id.as_str()).ok_or(EndToEndIdError::Minute)?;
        Ok(EndToEndId(id))
    }
}

travels_as_string!(EndToEndId);

/// The minute a well-formed id names; `None` if no calendar has it, or before 1970.
fn minute(id: &str) -> Option<Timestamp> {
    let two = |at: usize| id[at..at + 2].parse::<i8>().ok();
    let year = id[9..13].parse().ok()?;
    let civil = DateTime::new(year, two(13)?, two(15)?, two(17)?, two(19)?, 0, 0).ok()?;
    Offset::UTC.to_timestamp(civil).ok().filter(|at| *at >= Timestamp::UNIX_EPOCH)
}

/// Fills `place` with the lowest base62 digits of `number`.
fn write_base62(place: &mut [u8], mut number: u64) {
    for character in place.iter_mut().rev() {
        *character = BASE62[(number % 62) as usize];
        number /= 62;
    }
}

#[cfg(test)]
mod tests;
