//! The five kinds of Pix key. What each kind demands of its text stands in `pix_key.rs`.

use std::str::FromStr;

use crate::wire::travels_as_string;

/// What a key is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyKind {
    Cpf,
    Cnpj,
    Phone,
    Email,
    /// A UUID that the directory draws, never the client (in DICT: EVP).
    Random,
}

/// The text names no kind of key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown kind of key: use cpf, cnpj, phone, email or random")]
pub struct KeyKindError;

impl KeyKind {
    pub const ALL: [KeyKind; 5] =
        [KeyKind::Cpf, KeyKind::Cnpj, KeyKind::Phone, KeyKind::Email, KeyKind::Random];

    pub const fn as_str(&self) -> &'static str {
        match self {
            KeyKind::Cpf => "cpf",
            KeyKind::Cnpj => "cnpj",
            KeyKind::Phone => "phone",
            KeyKind::Email => "email",
            KeyKind::Random => "random",
        }
    }
}

impl FromStr for KeyKind {
    type Err = KeyKindError;

    fn from_str(text: &str) -> Result<KeyKind, KeyKindError> {
        KeyKind::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or(KeyKindError)
    }
}

travels_as_string!(KeyKind);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::disallowed_methods)]
    use super::*;

    #[test]
    fn every_kind_is_read_back_from_its_name() {
        for kind in KeyKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(kind));
            let json = serde_json::to_string(&kind).unwrap();
            assert_eq!(json, format!("\"{kind}\""));
            assert_eq!(serde_json::from_str::<KeyKind>(&json).unwrap(), kind);
        }
    }

    #[test]
    fn names_in_other_spellings_are_refused() {
        for text in ["", "CPF", "evp", " phone", "e-mail"] {
            assert_eq!(text.parse::<KeyKind>(), Err(KeyKindError), "{text:?}");
        }
    }
}
