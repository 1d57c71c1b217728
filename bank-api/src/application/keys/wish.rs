//! A customer's words for a key, read once, at the edge.

use super::refusal::KeyRefusal;
use pix::{KeyError, KeyKind, PixKey};

/// A key that a customer wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyWish {
    pub(super) kind: KeyKind,
    /// None for a random key.
    pub(super) key: Option<PixKey>,
}

impl KeyWish {
    /// Reads it, normalised; an empty text is none.
    ///
    /// # Errors
    /// [`KeyRefusal`] for what is not a key of that kind, and for a random key that somebody chose.
    pub fn read(kind: KeyKind, text: Option<&str>) -> Result<Self, KeyRefusal> {
        let text = text.map(str::trim).filter(|text| !text.is_empty());
        let key = match (kind, text) {
            (KeyKind::Random, None) => None,
            (KeyKind::Random, Some(_)) => return Err(KeyRefusal::DrawnForYou),
            (KeyKind::Cpf | KeyKind::Cnpj | KeyKind::Phone | KeyKind::Email, None) => {
                return Err(KeyRefusal::Missing);
            }
            (KeyKind::Cpf | KeyKind::Cnpj | KeyKind::Phone | KeyKind::Email, Some(text)) => {
                let key = PixKey::parse(kind, text)?;
                if kind == KeyKind::Phone && !is_reachable(key.as_str()) {
                    return Err(KeyError::Phone.into());
                }
                Some(key)
            }
        };
        Ok(Self { kind, key })
    }
}

/// A Brazilian phone key is a mobile's (area code, 9, eight digits): a landline receives no code. The directory takes any
/// phone in the world's form, and so does the bank from abroad.
fn is_reachable(phone: &str) -> bool {
    let Some(brazilian) = phone.strip_prefix("+55") else { return true };
    let area = brazilian.bytes().take(2).all(|digit| (b'1'..=b'9').contains(&digit));
    area && brazilian.len() == 11 && brazilian.as_bytes()[2] == b'9'
}

/// Reads a key of any kind, as paths carry it.
///
/// # Errors
/// [`KeyRefusal::Malformed`], which says how keys are written.
pub fn path_key(text: &str) -> Result<PixKey, KeyRefusal> {
    Ok(PixKey::detect(text)?)
}
