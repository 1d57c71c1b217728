//! The name of an account's holder, as the payer reads it. Whether it is the registered one, nobody here can
//! know.

use std::str::FromStr;

use crate::{
    wire::travels_as_string,
    words::{self, Refusal},
};

/// 1 to 120 characters (as DICT has it), trimmed and composed (NFC), with single spaces.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PersonName(String);

/// Why a text is not a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PersonNameError {
    #[error("the name is missing: write the full name of the person or company")]
    Blank,
    #[error("the name is too long: at most {} characters", PersonName::MAX_CHARACTERS)]
    TooLong,
    #[error("the name holds a line break or another character that nobody sees: remove it")]
    Invisible,
    #[error("the name piles marks on one letter: at most {} of them", words::MARKS_MAX)]
    Marks,
}

impl PersonName {
    pub const MAX_CHARACTERS: usize = 120;

    pub fn parse(raw: &str) -> Result<PersonName, PersonNameError> {
        match words::plain(raw, Self::MAX_CHARACTERS) {
            Ok(text) if text.is_empty() => Err(PersonNameError::Blank),
            Ok(text) => Ok(PersonName(text)),
            Err(Refusal::TooLong) => Err(PersonNameError::TooLong),
            Err(Refusal::Invisible) => Err(PersonNameError::Invisible),
            Err(Refusal::Marks) => Err(PersonNameError::Marks),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PersonName {
    type Err = PersonNameError;

    fn from_str(raw: &str) -> Result<PersonName, PersonNameError> {
        PersonName::parse(raw)
    }
}

travels_as_string!(PersonName);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::disallowed_methods)]
    use super::*;

    #[test]
    fn a_name_is_kept_as_written_but_for_its_white_space_and_the_way_its_accents_were_typed() {
        for name in ["Ana", "João da Silva", "Padaria Dona Zélia & Filhos Ltda.", "李小龍"] {
            assert_eq!(PersonName::parse(&format!(" {name}\t")).unwrap().as_str(), name);
        }
        assert_eq!(PersonName::parse("Jose\u{301}  Lima"), PersonName::parse("José Lima"));
    }

    #[test]
    fn a_missing_long_or_forged_name_is_refused() {
        let cases = [
            (String::new(), PersonNameError::Blank),
            ("  \n".to_owned(), PersonNameError::Blank),
            ("ã".repeat(121), PersonNameError::TooLong),
            ("Ana\0".to_owned(), PersonNameError::Invisible),
            ("Ana\u{202e}aibaF".to_owned(), PersonNameError::Invisible),
            ("An\u{200b}a".to_owned(), PersonNameError::Invisible),
            (format!("Ana{}", "\u{301}".repeat(20)), PersonNameError::Marks),
        ];
        for (raw, error) in cases {
            assert_eq!(PersonName::parse(&raw), Err(error), "{raw:?}");
        }
        assert!(PersonName::parse(&"ã".repeat(120)).is_ok());
    }
}
