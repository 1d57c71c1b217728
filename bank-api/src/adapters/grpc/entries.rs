//! Entries of the directory, read from the contract's words.

use crate::application::{Entry, HoldingBank, HubError};
use codepix_proto::{v1, values};
use pix::PixKey;

/// Reads an entry. One that cannot be read says nothing definite.
pub fn entry(entry: Option<v1::Entry>) -> Result<Entry, HubError> {
    let entry = entry.ok_or_else(|| unreadable("the entry is missing"))?;
    let kind = values::key_kind(entry.kind).ok_or_else(|| unreadable("the kind of the key"))?;
    let bank = entry.bank.unwrap_or_default();
    let account = entry.account.unwrap_or_default();
    let created_at = entry.created_at.and_then(values::instant);
    Ok(Entry {
        entry_id: entry.entry_id.parse().map_err(|_| unreadable("the entry id"))?,
        key: PixKey::parse(kind, &entry.key).map_err(|_| unreadable("the key"))?,
        bank: HoldingBank {
            code: bank.code.parse().map_err(|_| unreadable("the bank's code"))?,
            ispb: bank.ispb.parse().map_err(|_| unreadable("the bank's ISPB"))?,
            name: bank.name,
        },
        branch: account.branch,
        account: account.number,
        owner_name: entry.owner_name,
        owner_tax_id_masked: entry.owner_tax_id_masked,
        created_at: created_at.ok_or_else(|| unreadable("the time of the registration"))?,
    })
}

fn unreadable(what: &str) -> HubError {
    HubError::Unknown(format!("the hub's answer cannot be read: {what}"))
}
