//! What a payer had in hand when the Pix was started. It decides nothing about the money; the payee's bank uses it to
//! tell a paid charge from a plain Pix.

use std::str::FromStr;

use crate::wire::travels_as_string;

/// How a Pix was started (SPI's local instruments).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Instrument {
    /// Branch and account, typed (`MANU`).
    Manual,
    /// A key (`DICT`).
    Key,
    /// A code that says all by itself (`QRES`).
    StaticCode,
    /// A code that leads to a charge (`QRDN`).
    DynamicCode,
}

/// The text names no way to start a Pix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown way to start a Pix: use manual, key, static_code or dynamic_code")]
pub struct InstrumentError;

impl Instrument {
    pub const ALL: [Instrument; 4] =
        [Instrument::Manual, Instrument::Key, Instrument::StaticCode, Instrument::DynamicCode];

    /// The name in JSON and in the databases.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Instrument::Manual => "manual",
            Instrument::Key => "key",
            Instrument::StaticCode => "static_code",
            Instrument::DynamicCode => "dynamic_code",
        }
    }
}

impl FromStr for Instrument {
    type Err = InstrumentError;

    fn from_str(text: &str) -> Result<Instrument, InstrumentError> {
        Instrument::ALL.into_iter().find(|instrument| instrument.as_str() == text).ok_or(InstrumentError)
    }
}

travels_as_string!(Instrument);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::disallowed_methods)]
    use super::*;

    #[test]
    fn every_instrument_is_read_back_from_its_name() {
        for instrument in Instrument::ALL {
            assert_eq!(instrument.as_str().parse(), Ok(instrument));
            let json = serde_json::to_string(&instrument).unwrap();
            assert_eq!(serde_json::from_str::<Instrument>(&json).unwrap(), instrument);
        }
        for text in ["", "QRES", "Key", "static"] {
            assert_eq!(text.parse::<Instrument>(), Err(InstrumentError), "{text:?}");
        }
    }
}
