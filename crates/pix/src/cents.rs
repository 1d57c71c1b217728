//! Money: whole cents of a real (centavos), in checked arithmetic only. There is no fraction, no float and no
//! other currency. Whether an amount may be sent is a rule of the bank, not of this type.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An amount in cents; negative where money leaves. Travels as a plain integer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cents(i64);

impl Cents {
    pub const ZERO: Cents = Cents(0);
    /// The most that one transfer may move: ten trillion reais, more than there are.
    pub const TRANSFER_MAX: Cents = Cents(1_000_000_000_000_000);
    /// The most that an account may be brought to. So far below what the books can count that a refund always fits.
    pub const BALANCE_MAX: Cents = Cents(i64::MAX / 2);

    pub const fn new(cents: i64) -> Cents {
        Cents(cents)
    }

    pub const fn get(self) -> i64 {
        self.0
    }

    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    pub fn checked_add(self, other: Cents) -> Option<Cents> {
        self.0.checked_add(other.0).map(Cents)
    }

    pub fn checked_sub(self, other: Cents) -> Option<Cents> {
        self.0.checked_sub(other.0).map(Cents)
    }

    pub fn checked_neg(self) -> Option<Cents> {
        self.0.checked_neg().map(Cents)
    }

    /// The sum of all, `None` on overflow; of nothing it is zero.
    pub fn checked_sum(amounts: impl IntoIterator<Item = Cents>) -> Option<Cents> {
        amounts.into_iter().try_fold(Cents::ZERO, Cents::checked_add)
    }
}

/// The typographic minus, as the bank's pages write it.
const MINUS: char = '\u{2212}';

/// As Brazil writes it: `R$ 1.234,56`, and `− R$ 1,00` (with U+2212, as the pages set it) below zero.
impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let magnitude = self.0.unsigned_abs();
        let reais = (magnitude / 100).to_string();
        if self.is_negative() {
            write!(f, "{MINUS} ")?;
        }
        f.write_str("R$ ")?;
        for (i, digit) in reais.chars().enumerate() {
            if i > 0 && (reais.len() - i).is_multiple_of(3) {
                f.write_str(".")?;
            }
            write!(f, "{digit}")?;
        }
        write!(f, ",{:02}", magnitude % 100)
    }
}

#[cfg(test)]
mod tests;
