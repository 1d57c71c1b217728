//! Transfers in memory, with the same guards as the database's.

use super::{MemoryDirectory, lock};
use crate::{
    application::{
        HeldReturn, LOOKED_AT_MAX, Returns, TransferChange, TransferList, TransferPage, TransferStore,
    },
    domain::Transfer,
};
use async_trait::async_trait;
use engine::{CommitError, Outcome, Unavailable, system_clock};
use outbox::{Question, memory::MemoryQuestions};
use pix::{EndToEndId, Timestamp};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

/// Registered transfers and their open questions.
#[derive(Default, Clone)]
pub struct MemoryTransfers {
    rows: Arc<Mutex<Rows>>,
    forgotten_before: Arc<Mutex<Timestamp>>,
    /// By the id of the return.
    held: Arc<Mutex<BTreeMap<EndToEndId, HeldReturn>>>,
    pub questions: MemoryQuestions,
    /// Whose entries what is committed was decided on.
    pub directory: MemoryDirectory,
}

impl MemoryTransfers {
    /// The rows, to look at.
    pub fn rows(&self) -> MutexGuard<'_, BTreeMap<EndToEndId, Transfer>> {
        lock(&self.rows)
    }

    /// All of them, by id.
    pub fn all(&self) -> Vec<Transfer> {
        lock(&self.rows).values().cloned().collect()
    }
}

type Rows = BTreeMap<EndToEndId, Transfer>;

fn counted(change: &TransferChange) -> Option<&Transfer> {
    match change.returns.as_deref()? {
        Returns::Counts { original, .. } => Some(original),
        Returns::Releases(_) => None,
    }
}

impl MemoryTransfers {
    /// How many returns wait for what they give back.
    pub fn held_count(&self) -> usize {
        lock(&self.held).len()
    }

    /// Does this return wait for what it gives back?
    pub fn is_held(&self, id: EndToEndId) -> bool {
        lock(&self.held).contains_key(&id)
    }

    fn keep_or_release(&self, next: &Transfer, returns: Option<&Returns>) {
        let mut held = lock(&self.held);
        match returns {
            Some(Returns::Counts { original, held: Some(question) }) => {
                held.insert(next.id, HeldReturn { original: original.id, question: question.clone() });
            }
            Some(Returns::Releases(_)) => {
                let (open, kept) = held.clone().into_iter().partition(|(_, held)| held.original == next.id);
                *held = kept;
                for (id, HeldReturn { question, .. }) in open {
                    self.questions.write(id.as_str(), &Question::Ask(question));
                }
            }
            Some(Returns::Counts { held: None, .. }) | None => {}
        }
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
        let follows = |rows: &Rows, next: &Transfer| {
            rows.get(&next.id).map_or(0, |row| row.version) + 1 == next.version
        };
        if changes.iter().filter_map(counted).any(|original| original.returned > original.amount) {
            return Err(CommitError::Data("more is returned than came".into()));
        }
        let mut left_out = BTreeSet::new();
        let mut commit = |change: &TransferChange| {
            let TransferChange { next, question, entry, returns } = change;
            if entry.is_some_and(|entry| next.version == 1 && !self.directory.has(&next.key, entry)) {
                return Outcome::Stale;
            }
            if !follows(&rows, next) || counted(change).is_some_and(|original| !follows(&rows, original)) {
                return Outcome::Stale;
            }
            rows.insert(next.id, next.clone());
            rows.extend(counted(change).map(|original| (original.id, original.clone())));
            self.questions.write(next.id.as_str(), question);
            self.keep_or_release(next, returns.as_deref());
            Outcome::Committed
        };
        // What follows a state that is left out does not follow what somebody else put there under the same version: beside
        // returns alone, without which a version names one state.
        let with_returns = changes.iter().any(|change| change.returns.is_some());
        let outcomes = changes.iter().map(|change| {
            let ids = [Some(change.next.id), counted(change).map(|original| original.id)];
            let follows = !with_returns || !ids.iter().flatten().any(|id| left_out.contains(id));
            let outcome = if follows { commit(change) } else { Outcome::Stale };
            if outcome == Outcome::Stale {
                left_out.extend(ids.into_iter().flatten());
            }
            outcome
        });
        Ok(outcomes.collect())
    }

    async fn held(&self, originals: &[EndToEndId]) -> Result<Vec<HeldReturn>, Unavailable> {
        Ok(lock(&self.held).values().filter(|held| originals.contains(&held.original)).cloned().collect())
    }

    async fn list(&self, page: &TransferPage) -> Result<TransferList, Unavailable> {
        let rows = lock(&self.rows);
        let range = rows.values().rev().filter(|transfer| {
            page.origin.is_none_or(|ispb| transfer.id.ispb() == ispb)
                && page.before.is_none_or(|before| transfer.id < before)
        });
        let count = |most: i64| usize::try_from(most).unwrap_or(0);
        let end = range.clone().nth(count(LOOKED_AT_MAX - 1)).filter(|_| !page.statuses.is_empty());
        let wanted =
            |transfer: &&Transfer| page.statuses.is_empty() || page.statuses.contains(&transfer.status);
        let looked_at = range.take_while(|transfer| end.is_none_or(|end| end.id <= transfer.id));
        let found = looked_at.filter(wanted).take(count(page.limit + 1)).cloned().collect();
        Ok(TransferList::new(found, page.limit, end.map(|transfer| transfer.id)))
    }

    async fn forgotten_before(&self) -> Result<Timestamp, Unavailable> {
        Ok(*lock(&self.forgotten_before))
    }

    async fn forget(&self, kept: Duration) -> Result<u64, Unavailable> {
        let mut rows = lock(&self.rows);
        let mut before = lock(&self.forgotten_before);
        *before = (*before).max(system_clock()().saturating_sub(kept).unwrap_or_default());
        let count = rows.len();
        rows.retain(|id, transfer| {
            let ended = transfer.completed_at.or(transfer.refunded_at);
            id.minted_at_minute() >= *before || ended.is_none_or(|ended| ended >= *before)
        });
        Ok(u64::try_from(count - rows.len()).unwrap_or(u64::MAX))
    }
}
