//! Transfers in memory, with the same guards as the database's.

use super::lock;
use crate::{
    application::{TransferChange, TransferPage, TransferStore},
    domain::Transfer,
};
use async_trait::async_trait;
use messaging::{CommitError, Outcome, Unavailable, memory::MemoryQuestions};
use pix::EndToEndId;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

/// Registered transfers and their open questions.
#[derive(Default, Clone)]
pub struct MemoryTransfers {
    rows: Arc<Mutex<BTreeMap<EndToEndId, Transfer>>>,
    pub questions: MemoryQuestions,
}

impl MemoryTransfers {
    /// All of them, by id.
    pub fn all(&self) -> Vec<Transfer> {
        lock(&self.rows).values().cloned().collect()
    }
}

#[async_trait]
impl TransferStore for MemoryTransfers {
    async fn load(&self, ids: &[EndToEndId]) -> Result<Vec<Transfer>, Unavailable> {
        let rows = lock(&self.rows);
        let mut ids = ids.to_vec();
        ids.sort();
        ids.dedup();
        Ok(ids.iter().filter_map(|id| rows.get(id).cloned()).collect())
    }

    async fn commit(&self, changes: &[TransferChange]) -> Result<Vec<Outcome>, CommitError> {
        let mut rows = lock(&self.rows);
        let outcomes = changes.iter().map(|TransferChange { next, question }| {
            if rows.get(&next.id).map_or(0, |row| row.version) + 1 != next.version {
                return Outcome::Stale;
            }
            rows.insert(next.id, next.clone());
            self.questions.write(next.id.as_str(), question);
            Outcome::Committed
        });
        Ok(outcomes.collect())
    }

    async fn list(&self, page: &TransferPage) -> Result<Vec<Transfer>, Unavailable> {
        let rows = lock(&self.rows);
        let wanted = rows.values().rev().filter(|transfer| {
            page.origin.is_none_or(|ispb| transfer.id.ispb() == ispb)
                && page.before.is_none_or(|before| transfer.id < before)
                && page.status.is_none_or(|status| transfer.status == status)
        });
        Ok(wanted.take(usize::try_from(page.limit).unwrap_or(0)).cloned().collect())
    }
}
