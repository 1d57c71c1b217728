//! What the payer writes beside a payment. It decides nothing and is never compared.

use std::str::FromStr;

use crate::{
    wire::travels_as_string,
    words::{self, Refusal},
};

/// At most 140 characters, trimmed and composed (NFC), with single spaces. Blank means that nothing was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Description(String);

/// Why a text cannot go with a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DescriptionError {
    #[error("the description is too long: at most {} characters", Description::MAX_CHARACTERS)]
    TooLong,
    #[error("the description holds a line break or another character that nobody sees: remove it")]
    Invisible,
    #[error("the description piles marks on one letter: at most {} of them", words::MARKS_MAX)]
    Marks,
}

impl Description {
    pub const MAX_CHARACTERS: usize = 140;

    pub fn parse(raw: &str) -> Result<Description, DescriptionError> {
        match words::plain(raw, Self::MAX_CHARACTERS) {
            Ok(text) => Ok(Description(text)),
            Err(Refusal::TooLong) => Err(DescriptionError::TooLong),
            Err(Refusal::Invisible) => Err(DescriptionError::Invisible),
            Err(Refusal::Marks) => Err(DescriptionError::Marks),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn is_blank(&self) -> bool {
        self.0.is_empty()
    }

    /// The words, if any were written.
    pub fn written(&self) -> Option<&str> {
        (!self.is_blank()).then_some(self.as_str())
    }
}

impl FromStr for Description {
    type Err = DescriptionError;

    fn from_str(raw: &str) -> Result<Description, DescriptionError> {
        Description::parse(raw)
    }
}

travels_as_string!(Description);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::disallowed_methods)]
    use super::*;

    #[test]
    fn a_description_is_trimmed_and_blank_means_none() {
        let lunch = Description::parse("  Metade do almoço 🍲 ").unwrap();
        assert_eq!((lunch.as_str(), lunch.written()), ("Metade do almoço 🍲", Some("Metade do almoço 🍲")));
        for blank in ["", "   ", "\n", "\u{a0}\u{a0}"] {
            assert_eq!(Description::parse(blank).unwrap(), Description::default());
        }
        assert_eq!(Description::default().written(), None);
    }

    #[test]
    fn its_length_counts_characters_not_bytes() {
        assert!(Description::parse(&"🍲".repeat(140)).is_ok());
        for too_long in ["a".repeat(141), "🍲".repeat(141), "a".repeat(10_000)] {
            assert_eq!(Description::parse(&too_long), Err(DescriptionError::TooLong));
        }
    }

    #[test]
    fn what_nobody_sees_or_nobody_can_read_is_refused() {
        assert_eq!(Description::parse("pi\u{200b}zza"), Err(DescriptionError::Invisible));
        assert_eq!(Description::parse(&format!("a{}", "\u{301}".repeat(139))), Err(DescriptionError::Marks));
    }

    #[test]
    fn it_travels_as_a_string_and_is_checked_on_arrival() {
        let text = Description::parse("almoço").unwrap();
        assert_eq!(serde_json::to_string(&text).unwrap(), "\"almoço\"");
        assert_eq!(serde_json::from_str::<Description>("\" almoço\"").unwrap(), text);
        assert!(serde_json::from_str::<Description>("\"a\\u0000b\"").is_err());
    }
}
