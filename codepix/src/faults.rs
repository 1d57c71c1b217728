//! The hub's ports with faults in them, for tests that must notice. Compiled only with the feature `faults`.
//!
//! | `FAULT_BUG` | what a programmer might have done |
//! |---|---|
//! | `forward-forgotten` | a transfer is registered, the question to the payee's bank is not stored |
//! | `two-owners` | a key that somebody has is given to whoever asks last |
//! | `absence-remembered` | a key that was not there once is looked up again only after a while |

use crate::{
    Ports,
    application::{
        DirectoryChange, DirectoryState, DirectoryStore, HeldReturn, Stores, TransferChange, TransferList,
        TransferPage, TransferStore,
    },
    domain::{Account, Entry, Status, Transfer},
};
use async_trait::async_trait;
use engine::{CommitError, Outcome, Unavailable};
use faults::{Point, at, committing, planted};
use outbox::Question;
use pix::{EndToEndId, Ispb, Timestamp};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use uuid::Uuid;

/// How long `absence-remembered` remembers.
const REMEMBERED: Duration = Duration::from_secs(5);

/// Ports that die or err where the plan says so, and a clock that is as wrong as it says.
pub fn plant(ports: Ports) -> Ports {
    let Ports { transfers, directory, looks, delivery, clock, entropy } = ports;
    let faulty = |directory| Arc::new(FaultyDirectory { inner: directory, absent: Mutex::default() });
    Ports {
        transfers: Arc::new(FaultyTransfers(transfers)),
        directory: faulty(directory),
        looks: Stores { directory: faulty(looks.directory), ..looks },
        delivery: outbox::faults::plant(delivery),
        clock: outbox::faults::skewed(clock),
        entropy,
    }
}

struct FaultyTransfers(Arc<dyn TransferStore>);

#[async_trait]
impl TransferStore for FaultyTransfers {
    async fn load(&self, ids: &[EndToEndId]) -> Result<Vec<Transfer>, Unavailable> {
        self.0.load(ids).await
    }

    async fn commit(&self, changes: &[TransferChange]) -> Result<Vec<Outcome>, CommitError> {
        committing();
        let mut changes = changes.to_vec();
        if planted("forward-forgotten") {
            changes.iter_mut().for_each(|change| change.question = Question::Keep);
        }
        let result = self.0.commit(&changes).await;
        if let Ok(outcomes) = &result {
            at(Point::Committed);
            let committed =
                changes.iter().zip(outcomes).filter(|(_, outcome)| **outcome == Outcome::Committed);
            faults::committed(committed.map(|(change, _)| step(&change.next)));
        }
        result
    }

    async fn list(&self, page: &TransferPage) -> Result<TransferList, Unavailable> {
        self.0.list(page).await
    }

    async fn held(&self, originals: &[EndToEndId]) -> Result<Vec<HeldReturn>, Unavailable> {
        self.0.held(originals).await
    }

    async fn forgotten_before(&self) -> Result<Timestamp, Unavailable> {
        self.0.forgotten_before().await
    }

    async fn forget(&self, kept: Duration) -> Result<u64, Unavailable> {
        self.0.forget(kept).await
    }
}

/// Which step of its life has brought a transfer where it is.
fn step(transfer: &Transfer) -> u8 {
    match transfer.status {
        _ if transfer.version == 1 => 2,
        Status::Pending => 2,
        Status::Confirmed | Status::Rejected => 4,
        Status::Completed | Status::Refunded => 6,
    }
}

struct FaultyDirectory {
    inner: Arc<dyn DirectoryStore>,
    absent: Mutex<HashMap<String, Instant>>,
}

#[async_trait]
impl DirectoryStore for FaultyDirectory {
    async fn find(&self, keys: &[String]) -> Result<Vec<Entry>, Unavailable> {
        let found = self.inner.find(keys).await?;
        if !planted("absence-remembered") {
            return Ok(found);
        }
        let mut absent = self.absent.lock().unwrap_or_else(PoisonError::into_inner);
        absent.retain(|_, since| since.elapsed() < REMEMBERED);
        for key in keys.iter().filter(|key| !found.iter().any(|entry| entry.key.as_str() == *key)) {
            absent.insert(key.clone(), Instant::now());
        }
        Ok(found.into_iter().filter(|entry| !absent.contains_key(entry.key.as_str())).collect())
    }

    async fn load(
        &self,
        keys: &[String],
        requests: &[Uuid],
        accounts: &[Account],
    ) -> Result<DirectoryState, Unavailable> {
        let mut state = self.inner.load(keys, requests, accounts).await?;
        if planted("two-owners") {
            // Whoever asks finds the key free; the commit makes room for it.
            state.entries.clear();
        }
        Ok(state)
    }

    async fn commit(&self, changes: &[DirectoryChange]) -> Result<Vec<Outcome>, CommitError> {
        if planted("two-owners") {
            let adds = changes.iter().filter_map(|change| match change {
                DirectoryChange::Add { entry, .. } => Some(entry.key.as_str().to_owned()),
                DirectoryChange::Remove(_) => None,
            });
            let present = self.inner.find(&adds.collect::<Vec<_>>()).await?;
            let removals: Vec<_> = present.into_iter().map(DirectoryChange::Remove).collect();
            self.inner.commit(&removals).await?;
        }
        self.inner.commit(changes).await
    }

    async fn forget_requests(&self, kept: Duration) -> Result<u64, Unavailable> {
        self.inner.forget_requests(kept).await
    }

    async fn list(&self, bank: Ispb, after: &str, limit: i64) -> Result<Vec<Entry>, Unavailable> {
        self.inner.list(bank, after, limit).await
    }
}
