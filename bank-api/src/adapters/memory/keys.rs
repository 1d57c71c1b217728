//! The bank's memory of keys, in memory, beside the books that pay by them. Time stands still here: every unsettled
//! intent is due whenever somebody looks.

use super::MemoryBooks;
use crate::{
    application::{ActiveKey, Intent, KeyStore},
    domain::{AccountId, ChargeStatus, HeldKey, KeyStatus},
};
use async_trait::async_trait;
use engine::Unavailable;
use pix::PixKey;
use std::time::Duration;
use uuid::Uuid;

/// Keys of the customers whose books these are.
#[derive(Default, Clone)]
pub struct MemoryKeys(pub MemoryBooks);

impl super::Rows {
    fn held_by(&self, key: &str) -> Option<&HeldKey> {
        self.held_keys.values().map(|(held, _)| held).find(|held| is(held, key))
    }

    /// Writes or deletes one row; payments see it when it is active.
    fn put(&mut self, entry_id: Uuid, row: Option<(HeldKey, i32)>) {
        self.keys.retain(|_, active| active.entry_id != entry_id);
        let Some((held, tries)) = row else {
            self.held_keys.remove(&entry_id);
            return;
        };
        if let (KeyStatus::Active, Some(key)) = (held.status, &held.key) {
            let key = key.as_str().to_owned();
            self.keys.insert(key.clone(), ActiveKey { key, entry_id, account: held.account });
        }
        self.held_keys.insert(entry_id, (held, tries));
    }

    /// The unique constraints of the database.
    fn knows(&self, new: &HeldKey) -> bool {
        self.held_keys.values().any(|(held, _)| {
            held.entry_id == new.entry_id
                || match &new.key {
                    Some(key) => is(held, key.as_str()),
                    None => held.key.is_none() && held.account == new.account,
                }
        })
    }

    /// What becomes of a key that the directory has.
    fn settled(&self, account: AccountId) -> KeyStatus {
        if self.is_open(account) { KeyStatus::Active } else { KeyStatus::Removing }
    }

    fn row(&self, entry_id: Uuid, status: KeyStatus) -> Option<(HeldKey, i32)> {
        self.held_keys.get(&entry_id).filter(|(held, _)| held.status == status).cloned()
    }
}

fn is(held: &HeldKey, key: &str) -> bool {
    held.key.as_ref().is_some_and(|held| held.as_str() == key)
}

#[async_trait]
impl KeyStore for MemoryKeys {
    async fn intend(&self, key: &HeldKey) -> Result<Intent, Unavailable> {
        let mut rows = self.0.rows();
        if !rows.is_open(key.account) {
            return Ok(Intent::NoAccount);
        }
        if rows.knows(key) {
            return Ok(Intent::Known);
        }
        rows.put(key.entry_id, Some((key.clone(), 1)));
        Ok(Intent::Written)
    }

    async fn of_account(&self, account: AccountId) -> Result<Vec<HeldKey>, Unavailable> {
        let rows = self.0.rows();
        let of_account = rows.held_keys.values().map(|(held, _)| held).filter(|held| held.account == account);
        let mut of_account: Vec<_> = of_account.cloned().collect();
        of_account.sort_by_key(|held| (held.created_at, held.entry_id));
        Ok(of_account)
    }

    async fn find(&self, key: &str) -> Result<Option<HeldKey>, Unavailable> {
        Ok(self.0.rows().held_by(key).cloned())
    }

    async fn activate(&self, entry_id: Uuid, key: &PixKey) -> Result<(), Unavailable> {
        let mut rows = self.0.rows();
        if let Some((held, tries)) = rows.row(entry_id, KeyStatus::Registering) {
            let settled = HeldKey { key: Some(key.clone()), status: rows.settled(held.account), ..held };
            rows.put(entry_id, Some((settled, tries)));
        }
        Ok(())
    }

    async fn give_up(&self, entry_id: Uuid) -> Result<bool, Unavailable> {
        let mut rows = self.0.rows();
        let Some((held, _)) = rows.row(entry_id, KeyStatus::Active) else { return Ok(false) };
        rows.put(entry_id, Some((HeldKey { status: KeyStatus::Removing, ..held }, 1)));
        Ok(true)
    }

    async fn ask_again(&self, entry_id: Uuid) -> Result<Option<HeldKey>, Unavailable> {
        let mut rows = self.0.rows();
        let Some((held, tries)) = rows.held_keys.get_mut(&entry_id) else { return Ok(None) };
        if held.status == KeyStatus::Active {
            return Ok(None);
        }
        *tries += 1;
        Ok(Some(held.clone()))
    }

    async fn due(&self, _age: Duration, limit: i64) -> Result<Vec<HeldKey>, Unavailable> {
        let mut rows = self.0.rows();
        let unsettled = rows.held_keys.values_mut().filter(|(held, _)| held.status != KeyStatus::Active);
        let due = unsettled.take(usize::try_from(limit).unwrap_or(0)).map(|(held, tries)| {
            *tries += 1;
            held.clone()
        });
        Ok(due.collect())
    }

    async fn withdraw(&self, entry_id: Uuid) -> Result<bool, Unavailable> {
        let mut rows = self.0.rows();
        let row = rows.held_keys.get(&entry_id).filter(|(_, tries)| *tries == 1).cloned();
        match row {
            Some((held, _)) if held.status == KeyStatus::Registering => rows.put(entry_id, None),
            Some((held, tries)) if held.status == KeyStatus::Removing => {
                rows.put(entry_id, Some((HeldKey { status: KeyStatus::Active, ..held }, tries)));
            }
            Some(_) | None => return Ok(false),
        }
        Ok(true)
    }

    async fn forget(&self, entry_id: Uuid, status: KeyStatus) -> Result<(), Unavailable> {
        let now = self.0.now();
        let mut rows = self.0.rows();
        if let Some((HeldKey { account, key, .. }, _)) = rows.row(entry_id, status) {
            rows.put(entry_id, None);
            let of_key = rows.charges.values_mut().map(|(charge, _)| charge).filter(|charge| {
                charge.account == account
                    && Some(&charge.key) == key.as_ref()
                    && charge.status(now) == ChargeStatus::Open
            });
            for charge in of_key {
                charge.removed_at = Some(now);
                charge.version += 1;
            }
        }
        Ok(())
    }

    async fn adopt(&self, key: &HeldKey) -> Result<bool, Unavailable> {
        let mut rows = self.0.rows();
        if !rows.accounts.contains_key(&key.account) || rows.knows(key) {
            return Ok(false);
        }
        let adopted = HeldKey { status: rows.settled(key.account), ..key.clone() };
        rows.put(key.entry_id, Some((adopted, 1)));
        Ok(true)
    }

    async fn page(&self, after: &str, limit: i64) -> Result<Vec<HeldKey>, Unavailable> {
        let rows = self.0.rows();
        let held = rows.held_keys.values().map(|(held, _)| held);
        let behind = held.filter(|held| held.key.as_ref().is_some_and(|key| key.as_str() > after));
        let mut page: Vec<_> = behind.cloned().collect();
        page.sort_by(|a, b| text(a).cmp(text(b)));
        page.truncate(usize::try_from(limit).unwrap_or(0));
        Ok(page)
    }
}

fn text(held: &HeldKey) -> &str {
    held.key.as_ref().map_or("", PixKey::as_str)
}
