//! The key directory in memory.

use super::lock;
use crate::{
    application::{DirectoryChange, DirectoryState, DirectoryStore},
    domain::{Account, Entry, Past},
};
use async_trait::async_trait;
use engine::{CommitError, Outcome, Unavailable};
use pix::Ispb;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};
use uuid::Uuid;

/// Registered keys, and every request that registered one.
#[derive(Default, Clone)]
pub struct MemoryDirectory(Arc<Mutex<Rows>>);

#[derive(Default)]
struct Rows {
    entries: BTreeMap<String, Entry>,
    requests: BTreeMap<Uuid, Past>,
}

impl MemoryDirectory {
    /// Is this the present registration of the key?
    pub fn has(&self, key: &str, entry: Uuid) -> bool {
        lock(&self.0).entries.get(key).is_some_and(|present| present.entry_id == entry)
    }
}

fn account_of(entry: &Entry) -> Account {
    Account { bank: entry.bank, branch: entry.branch.clone(), number: entry.account.clone() }
}

impl Rows {
    fn count(&self, account: &Account) -> i64 {
        self.entries.values().filter(|entry| account_of(entry) == *account).map(|_| 1).sum()
    }

    fn apply(&mut self, change: &DirectoryChange) -> Outcome {
        match change {
            DirectoryChange::Add { entry, count } => {
                let key = entry.key.as_str();
                let account = account_of(entry);
                if self.entries.contains_key(key)
                    || self.requests.contains_key(&entry.entry_id)
                    || self.count(&account) != *count
                {
                    return Outcome::Stale;
                }
                self.requests.insert(entry.entry_id, Past { account, key: entry.key.clone() });
                self.entries.insert(key.to_owned(), entry.clone());
                Outcome::Committed
            }
            DirectoryChange::Remove(entry) => {
                let key = entry.key.as_str();
                if self.entries.get(key).is_none_or(|present| present.entry_id != entry.entry_id) {
                    return Outcome::Stale;
                }
                self.entries.remove(key);
                Outcome::Committed
            }
        }
    }
}

#[async_trait]
impl DirectoryStore for MemoryDirectory {
    async fn find(&self, keys: &[String]) -> Result<Vec<Entry>, Unavailable> {
        let rows = lock(&self.0);
        Ok(keys.iter().filter_map(|key| rows.entries.get(key).cloned()).collect())
    }

    async fn load(
        &self,
        keys: &[String],
        requests: &[Uuid],
        accounts: &[Account],
    ) -> Result<DirectoryState, Unavailable> {
        let rows = lock(&self.0);
        let past = requests.iter().filter_map(|id| Some((*id, rows.requests.get(id)?.clone())));
        let requests: Vec<_> = past.collect();
        let wanted =
            keys.iter().map(String::as_str).chain(requests.iter().map(|(_, past)| past.key.as_str()));
        let entries = wanted.filter_map(|key| rows.entries.get(key).cloned()).collect();
        let counts = accounts.iter().map(|account| (account.clone(), rows.count(account))).collect();
        Ok(DirectoryState { entries, requests, counts })
    }

    async fn commit(&self, changes: &[DirectoryChange]) -> Result<Vec<Outcome>, CommitError> {
        let mut rows = lock(&self.0);
        Ok(changes.iter().map(|change| rows.apply(change)).collect())
    }

    /// It keeps no times. Every removal counts as made now, so that only zero forgets any.
    async fn forget_requests(&self, kept: Duration) -> Result<u64, Unavailable> {
        let Rows { entries, requests } = &mut *lock(&self.0);
        let before = requests.len();
        let stands = |id: &Uuid, past: &Past| {
            entries.get(past.key.as_str()).is_some_and(|entry| entry.entry_id == *id)
        };
        requests.retain(|id, past| !kept.is_zero() || stands(id, past));
        Ok(u64::try_from(before - requests.len()).unwrap_or(u64::MAX))
    }

    async fn list(&self, bank: Ispb, after: &str, limit: i64) -> Result<Vec<Entry>, Unavailable> {
        let rows = lock(&self.0);
        let wanted = rows.entries.values().filter(|entry| entry.bank == bank && entry.key.as_str() > after);
        Ok(wanted.take(usize::try_from(limit).unwrap_or(0)).cloned().collect())
    }
}
