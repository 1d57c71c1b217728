//! The identifier by which a payee knows a charge again. It is one per payee, and says nothing to anybody else.

use std::str::FromStr;

use crate::wire::travels_as_string;

/// 1 to 35 characters of printable ASCII, kept as they were written. What our banks give out is stricter: see
/// [`for_static`](Txid::for_static) and [`for_dynamic`](Txid::for_dynamic).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Txid(String);

/// Why a text is no identifier of a charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TxidError {
    #[error("an identifier of a charge has 1 to 35 letters and digits")]
    Form,
    #[error(
        "the identifier of a static code has 1 to 25 letters and digits, without accents, spaces and hyphens"
    )]
    Static,
    #[error("the identifier of a dynamic charge has 26 to 35 letters and digits, without hyphens")]
    Dynamic,
}

impl Txid {
    /// Reads what any generator wrote: many put spaces and hyphens there.
    pub fn parse(raw: &str) -> Result<Txid, TxidError> {
        let text = raw.trim();
        let well_formed = (1..=35).contains(&text.len()) && text.bytes().all(|b| matches!(b, b' '..=b'~'));
        // The standard's word for none.
        (well_formed && text != "***").then(|| Txid(text.to_owned())).ok_or(TxidError::Form)
    }

    /// The identifier of a static code that we make: `[A-Za-z0-9]{1,25}`.
    pub fn for_static(raw: &str) -> Result<Txid, TxidError> {
        Txid::parse(raw).ok().filter(Txid::is_static).ok_or(TxidError::Static)
    }

    /// The identifier of a charge that a dynamic code leads to (the Pix API's `cob`): `[A-Za-z0-9]{26,35}`.
    pub fn for_dynamic(raw: &str) -> Result<Txid, TxidError> {
        Txid::parse(raw).ok().filter(Txid::is_dynamic).ok_or(TxidError::Dynamic)
    }

    /// Whether it is one of [`for_static`](Txid::for_static).
    pub fn is_static(&self) -> bool {
        self.is_plain() && self.0.len() <= 25
    }

    /// Whether it is one of [`for_dynamic`](Txid::for_dynamic): such a one pays no charge but its own.
    pub fn is_dynamic(&self) -> bool {
        self.is_plain() && self.0.len() >= 26
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn is_plain(&self) -> bool {
        self.0.bytes().all(|b| b.is_ascii_alphanumeric())
    }
}

impl FromStr for Txid {
    type Err = TxidError;

    fn from_str(raw: &str) -> Result<Txid, TxidError> {
        Txid::parse(raw)
    }
}

travels_as_string!(Txid);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::disallowed_methods)]
    use super::*;

    #[test]
    fn ours_are_letters_and_digits_of_two_lengths() {
        for (length, is_static, is_dynamic) in
            [(1, true, false), (25, true, false), (26, false, true), (35, false, true), (36, false, false)]
        {
            let raw = "a1B2c".repeat(8)[..length].to_owned();
            assert_eq!(Txid::for_static(&raw).is_ok(), is_static, "{raw}");
            assert_eq!(Txid::for_dynamic(&raw).is_ok(), is_dynamic, "{raw}");
        }
        for raw in ["", "***", "PED 12", "1401-23456-789", "ação", "123e4567-e12b-12d1-a456-426655440000"] {
            assert_eq!(Txid::for_static(raw), Err(TxidError::Static), "{raw}");
            assert_eq!(Txid::for_dynamic(raw), Err(TxidError::Dynamic), "{raw}");
        }
    }

    #[test]
    fn those_of_others_are_kept_as_they_were_written() {
        for raw in ["PED 12", "1401-23456-789", "x", "RP12345678-2019"] {
            assert_eq!(Txid::parse(raw).unwrap().as_str(), raw);
            assert_eq!(
                serde_json::from_str::<Txid>(&serde_json::to_string(raw).unwrap()).unwrap().to_string(),
                raw
            );
        }
        for raw in ["", " ", "***", "ação", "a\nb", "a\0", &"x".repeat(36)] {
            assert_eq!(Txid::parse(raw), Err(TxidError::Form), "{raw:?}");
        }
    }
}
