//! The number by which the payment system knows a bank. It says nothing of whether such a bank takes part.

use std::str::FromStr;

use crate::{ascii::Ascii, wire::travels_as_string};

/// ISPB: eight characters `[0-9A-Z]`, the root of the bank's CNPJ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ispb(Ascii<8>);

/// The text is not an ISPB.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an ISPB has exactly 8 characters, digits or capital letters, like 10000001")]
pub struct IspbError;

impl Ispb {
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl FromStr for Ispb {
    type Err = IspbError;

    fn from_str(text: &str) -> Result<Ispb, IspbError> {
        Ascii::parse(text, |_, b| b.is_ascii_digit() || b.is_ascii_uppercase()).map(Ispb).ok_or(IspbError)
    }
}

travels_as_string!(Ispb);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::disallowed_methods)]
    use super::*;

    #[test]
    fn eight_digits_or_capital_letters_are_an_ispb() {
        for text in ["10000001", "00000000", "12ABC345", "ZZZZZZZZ"] {
            let ispb: Ispb = text.parse().unwrap();
            assert_eq!(ispb.to_string(), text);
            assert_eq!(serde_json::from_str::<Ispb>(&serde_json::to_string(&ispb).unwrap()).unwrap(), ispb);
        }
    }

    #[test]
    fn anything_else_is_refused_with_words_that_help() {
        for text in ["", "1000001", "100000001", "1000000a", "1000 001", "1000000é", " 10000001"] {
            assert_eq!(text.parse::<Ispb>(), Err(IspbError), "{text:?}");
        }
        let refusal = serde_json::from_str::<Ispb>("\"1\"").unwrap_err().to_string();
        assert!(refusal.contains("exactly 8 characters"), "{refusal}");
    }
}
