//! A bank's wish for a key as it was written, read into a [`Registration`]. The same for every transport.

use crate::domain::{Account, Owner, Registration, Removal};
use pix::{Ispb, KeyKind, PersonName, PixKey, TaxId};
use uuid::Uuid;

/// A field that cannot be read, by its name in the contract.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {why}")]
pub struct BadField {
    pub field: &'static str,
    pub why: String,
}

impl BadField {
    pub fn new(field: &'static str, why: impl ToString) -> Self {
        Self { field, why: why.to_string() }
    }
}

/// What a bank writes to register a key.
#[derive(Debug, Clone, Default)]
pub struct KeyForm {
    pub request_id: String,
    pub kind: Option<KeyKind>,
    /// Empty for a random key.
    pub key: String,
    pub branch: String,
    pub number: String,
    pub owner_name: String,
    pub owner_tax_id: String,
}

impl KeyForm {
    /// Reads it; `drawn` becomes the key where a random one is wanted.
    ///
    /// # Errors
    /// The first field that does not hold what it must.
    pub fn read(&self, bank: Ispb, drawn: PixKey) -> Result<Registration, BadField> {
        let kind = self.kind.ok_or_else(|| BadField::new("kind", pix::KeyKindError))?;
        let key = match kind {
            KeyKind::Random if self.key.is_empty() => drawn,
            KeyKind::Random => {
                return Err(BadField::new("key", "leave it empty; the directory draws random keys"));
            }
            KeyKind::Cpf | KeyKind::Cnpj | KeyKind::Phone | KeyKind::Email => {
                PixKey::parse(kind, &self.key).map_err(|error| BadField::new("key", error))?
            }
        };
        let name = PersonName::parse(&self.owner_name).map_err(|error| BadField::new("owner.name", error))?;
        let tax_id =
            TaxId::parse(&self.owner_tax_id).map_err(|error| BadField::new("owner.tax_id", error))?;
        Ok(Registration {
            request_id: uuid("request_id", &self.request_id)?,
            key,
            account: Account {
                bank,
                branch: digits("account.branch", &self.branch, 4)?,
                number: digits("account.number", &self.number, 20)?,
            },
            owner: Owner { name: name.as_str().to_owned(), tax_id },
        })
    }
}

/// Reads a wish to give a key up.
pub fn removal(bank: Ispb, key: &str, entry_id: &str) -> Result<Removal, BadField> {
    Ok(Removal { bank, key: self::key("key", key)?, entry_id: uuid("entry_id", entry_id)? })
}

/// Reads a key of any kind.
pub fn key(field: &'static str, text: &str) -> Result<PixKey, BadField> {
    PixKey::detect(text).map_err(|error| BadField::new(field, error))
}

/// Reads how many are wanted: zero means as many as possible.
pub fn limit(text: i64, most: i64) -> Result<i64, BadField> {
    match text {
        0 => Ok(most),
        limit if (1..=most).contains(&limit) => Ok(limit),
        _ => Err(BadField::new("limit", format!("ask for 1 to {most}"))),
    }
}

fn uuid(field: &'static str, text: &str) -> Result<Uuid, BadField> {
    Uuid::parse_str(text).map_err(|_| BadField::new(field, "a UUID is wanted here"))
}

fn digits(field: &'static str, text: &str, most: usize) -> Result<String, BadField> {
    let holds = (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    holds.then(|| text.to_owned()).ok_or_else(|| BadField::new(field, format!("write 1 to {most} digits")))
}
