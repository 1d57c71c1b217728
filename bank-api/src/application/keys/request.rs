//! A customer's words for a key, read once, at the edge.

use super::refusal::KeyRefusal;
use pix::{KeyError, KeyKind, PixKey};

/// A key that a customer wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRequest {
    pub(super) kind: KeyKind,
    /// None for a random key.
    pub(super) key: Option<PixKey>,
}

impl KeyRequest {
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
                if key.is_landline() {
                    return Err(KeyError::Landline.into());
                }
                Some(key)
            }
        };
        Ok(Self { kind, key })
    }
}

/// Reads a key of any kind, as paths carry it.
///
/// # Errors
/// [`KeyRefusal::Malformed`], which says how keys are written.
pub fn path_key(text: &str) -> Result<PixKey, KeyRefusal> {
    Ok(PixKey::detect(text)?)
}
