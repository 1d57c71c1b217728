//! The rules of the key directory (PIX: a key is globally unique; 5 keys an account for people, 20 for companies).
//!
//! A registration is identified by the request that made it: a late repeat changes nothing, also when the key was
//! removed meanwhile.

use pix::{Ispb, PixKey, TaxId, TaxIdKind, Timestamp};
use uuid::Uuid;

/// Keys of one account whose holder is a person (CPF).
pub const KEYS_MAX_CPF: i64 = 5;
/// Keys of one account whose holder is a company (CNPJ).
pub const KEYS_MAX_CNPJ: i64 = 20;

/// An account as its bank knows it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Account {
    pub bank: Ispb,
    pub branch: String,
    pub number: String,
}

/// The holder of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    pub name: String,
    pub tax_id: TaxId,
}

/// One registration of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The request that registered it.
    pub entry_id: Uuid,
    pub key: PixKey,
    pub bank: Ispb,
    pub branch: String,
    pub account: String,
    pub owner: Owner,
    pub created_at: Timestamp,
}

/// A bank asks for a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    pub request_id: Uuid,
    /// For a random key, the one that was drawn now; a repeat gets the one drawn first.
    pub key: PixKey,
    pub account: Account,
    pub owner: Owner,
}

/// A bank asks to remove a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    pub bank: Ispb,
    pub key: PixKey,
    pub entry_id: Uuid,
}

/// A request that was carried out once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    pub account: Account,
    pub key: PixKey,
}

/// What stands in the directory around one registration.
#[derive(Debug, Clone, Default)]
pub struct Present<'a> {
    /// The entry of the key in question.
    pub entry: Option<&'a Entry>,
    /// The request of this id, and the entry of its key, if it was carried out before.
    pub past: Option<(&'a Past, Option<&'a Entry>)>,
    /// Keys of the account.
    pub count: i64,
}

/// Why the directory refuses a command.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DirectoryRefusal {
    #[error("this key is already registered at bank {0}; remove it there first")]
    Taken(Ispb),
    #[error("the account already has {0} keys, the most it may have; remove one first")]
    TooMany(i64),
    #[error("a CPF or CNPJ key must be the account holder's own number")]
    NotTheOwners,
    #[error("this registration was removed; register the key again with a new request id")]
    Removed,
    #[error("this request id was used for another registration; take a new one")]
    RequestIdReused,
    #[error("this key belongs to an account of another bank; only that bank may remove it")]
    NotYours,
}

impl Registration {
    /// The new entry, or the one that this request made when it came before.
    ///
    /// # Errors
    /// [`DirectoryRefusal`]; nothing is changed.
    pub fn decide(&self, present: &Present<'_>, now: Timestamp) -> Result<Decided, DirectoryRefusal> {
        if let Some((past, entry)) = present.past {
            return self.repeat(past, entry);
        }
        if self.key.tax_id().is_some_and(|tax_id| tax_id != self.owner.tax_id) {
            return Err(DirectoryRefusal::NotTheOwners);
        }
        if let Some(entry) = present.entry {
            return Err(DirectoryRefusal::Taken(entry.bank));
        }
        let most = match self.owner.tax_id.kind() {
            TaxIdKind::Cpf => KEYS_MAX_CPF,
            TaxIdKind::Cnpj => KEYS_MAX_CNPJ,
        };
        if present.count >= most {
            return Err(DirectoryRefusal::TooMany(most));
        }
        Ok(Decided::New(Entry {
            entry_id: self.request_id,
            key: self.key.clone(),
            bank: self.account.bank,
            branch: self.account.branch.clone(),
            account: self.account.number.clone(),
            owner: self.owner.clone(),
            created_at: now,
        }))
    }

    fn repeat(&self, past: &Past, entry: Option<&Entry>) -> Result<Decided, DirectoryRefusal> {
        let random = self.key.kind() == pix::KeyKind::Random && past.key.kind() == pix::KeyKind::Random;
        if past.account != self.account || !(random || past.key == self.key) {
            return Err(DirectoryRefusal::RequestIdReused);
        }
        match entry {
            Some(entry) if entry.entry_id == self.request_id => Ok(Decided::Repeat(entry.clone())),
            Some(_) | None => Err(DirectoryRefusal::Removed),
        }
    }
}

/// What a registration comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decided {
    New(Entry),
    Repeat(Entry),
}

impl Removal {
    /// True when the entry has to go; false when this registration is gone already.
    ///
    /// # Errors
    /// [`DirectoryRefusal::NotYours`] when another bank holds the key.
    pub fn decide(&self, entry: Option<&Entry>) -> Result<bool, DirectoryRefusal> {
        match entry {
            Some(entry) if entry.bank != self.bank => Err(DirectoryRefusal::NotYours),
            Some(entry) => Ok(entry.entry_id == self.entry_id),
            None => Ok(false),
        }
    }
}

#[cfg(test)]
mod tests;
