//! The short number by which people, settings, databases and topics name a bank. The payment system itself
//! goes by the ISPB.

use std::str::FromStr;

use crate::{ascii::Ascii, wire::travels_as_string};

/// Three digits, `001`; leading zeroes belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BankCode(Ascii<3>);

/// The text is not a bank code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a bank code has exactly three digits, like 001")]
pub struct BankCodeError;

impl BankCode {
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl FromStr for BankCode {
    type Err = BankCodeError;

    fn from_str(text: &str) -> Result<BankCode, BankCodeError> {
        Ascii::parse(text, |_, b| b.is_ascii_digit()).map(BankCode).ok_or(BankCodeError)
    }
}

travels_as_string!(BankCode);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::disallowed_methods)]
    use super::*;

    #[test]
    fn three_digits_are_a_code_and_sort_as_numbers_do() {
        let [first, second, tenth] = ["001", "002", "010"].map(|text| text.parse::<BankCode>().unwrap());
        assert!(first < second && second < tenth);
        assert_eq!(serde_json::to_string(&tenth).unwrap(), "\"010\"");
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "1", "01", "0001", "00a", "٠٠١", "-01", " 01"] {
            assert_eq!(text.parse::<BankCode>(), Err(BankCodeError), "{text:?}");
        }
    }
}
