//! What a bank writes to register or remove a key, parsed into the command. The same for every transport.

use super::fields::{self, BadField, digits, uuid};
use crate::domain::{Account, Owner, Registration, Removal};
use pix::{Ispb, KeyKind, PersonName, PixKey, TaxId};

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
    /// Reads it; `drawn` becomes the key if a random one is asked for.
    ///
    /// # Errors
    /// The first field that is not valid.
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

/// Reads a request to remove a key.
pub fn removal(bank: Ispb, key: &str, entry_id: &str) -> Result<Removal, BadField> {
    Ok(Removal { bank, key: fields::key("key", key)?, entry_id: uuid("entry_id", entry_id)? })
}
