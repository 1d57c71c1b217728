//! Stores that tell each step of a transfer's life as soon as it is committed, before whoever committed it goes on: nothing
//! of it has been said to anybody by then.

use async_trait::async_trait;
use bank_api::{
    adapters::memory::MemoryBooks,
    application::{Books, Change, Present, Wanted, WorkingCopy},
    domain::{Decision, PostingKind, Side},
};
use banks::BankCode;
use codepix::{
    adapters::memory::MemoryTransfers,
    application::{HeldReturn, TransferChange, TransferList, TransferPage, TransferStore},
};
use engine::{CommitError, Outcome, Unavailable};
use pix::{EndToEndId, Timestamp};
use std::{
    future::pending,
    sync::{Arc, OnceLock},
    time::Duration,
};

/// What a ledger has committed of a transfer.
pub enum Committed<'a> {
    ByHub(&'a codepix::domain::Transfer),
    ByBank {
        bank: BankCode,
        side: &'a bank_api::domain::Transfer,
        /// The name of the bank's own customer; None where it has no such account.
        holder: Option<String>,
        /// The same commit has given the money back.
        refunds: bool,
    },
}

/// What becomes of whoever has committed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    GoesOn,
    /// It does nothing any more: its plug is about to be pulled.
    Dies,
}

/// Looks on. Is called on the service's thread, so it must be quick.
pub trait Onlooker: Send + Sync + 'static {
    fn saw(&self, committed: &Committed<'_>) -> Fate;
}

/// Where services tell of their commits. Clones are the same; nobody looks on at first.
#[derive(Clone, Default)]
pub struct Steps(Arc<OnceLock<Arc<dyn Onlooker>>>);

impl Steps {
    /// `onlooker` is told from now on; only the first one ever is.
    pub fn watch(&self, onlooker: Arc<dyn Onlooker>) {
        if self.0.set(onlooker).is_err() {
            tracing::error!("somebody looks on already");
        }
    }

    /// Tells all of one commit. Does not return to whoever is to die there.
    async fn tell(&self, all: Vec<Committed<'_>>) {
        let Some(onlooker) = self.0.get() else { return };
        // All are told, whoever dies of which.
        let fates: Vec<_> = all.iter().map(|committed| onlooker.saw(committed)).collect();
        drop(all);
        if fates.contains(&Fate::Dies) {
            pending::<()>().await;
        }
    }
}

/// The hub's transfers.
pub struct ToldTransfers {
    pub transfers: MemoryTransfers,
    pub steps: Steps,
}

#[async_trait]
impl TransferStore for ToldTransfers {
    async fn load(&self, ids: &[EndToEndId]) -> Result<Vec<codepix::domain::Transfer>, Unavailable> {
        self.transfers.load(ids).await
    }

    async fn commit(&self, changes: &[TransferChange]) -> Result<Vec<Outcome>, CommitError> {
        let outcomes = self.transfers.commit(changes).await?;
        let done = committed(changes, &outcomes).map(|change| Committed::ByHub(&change.next));
        self.steps.tell(done.collect()).await;
        Ok(outcomes)
    }

    async fn list(&self, page: &TransferPage) -> Result<TransferList, Unavailable> {
        self.transfers.list(page).await
    }

    async fn held(&self, originals: &[EndToEndId]) -> Result<Vec<HeldReturn>, Unavailable> {
        self.transfers.held(originals).await
    }

    async fn forgotten_before(&self) -> Result<Timestamp, Unavailable> {
        self.transfers.forgotten_before().await
    }

    async fn forget(&self, kept: Duration) -> Result<u64, Unavailable> {
        self.transfers.forget(kept).await
    }
}

/// A bank's books.
pub struct ToldBooks {
    pub books: MemoryBooks,
    pub bank: BankCode,
    pub steps: Steps,
}

impl ToldBooks {
    fn told<'a>(&self, changes: &'a [Change], outcomes: &'a [Outcome]) -> Vec<Committed<'a>> {
        let rows = self.books.rows();
        let mut told = Vec::new();
        for Decision { transfers, postings, .. } in
            committed(changes, outcomes).map(|change| &change.decision)
        {
            let refunds = postings.iter().any(|posting| posting.kind == PostingKind::Refund);
            // What is returned came long before.
            let news = transfers.iter().filter(|side| side.side == Side::Out || side.version == 1);
            told.extend(news.map(|side| {
                let account = side.account.and_then(|id| rows.accounts.get(&id));
                let holder = account.map(|account| account.holder.clone());
                Committed::ByBank { bank: self.bank, side, holder, refunds }
            }));
        }
        told
    }
}

#[async_trait]
impl Books for ToldBooks {
    async fn load(&self, wanted: &Wanted) -> Result<WorkingCopy, Unavailable> {
        self.books.load(wanted).await
    }

    async fn commit(&self, read: &Present, changes: &[Change]) -> Result<Vec<Outcome>, CommitError> {
        let outcomes = self.books.commit(read, changes).await?;
        self.steps.tell(self.told(changes, &outcomes)).await;
        Ok(outcomes)
    }
}

/// Those of the changes that stand.
fn committed<'a, C>(changes: &'a [C], outcomes: &'a [Outcome]) -> impl Iterator<Item = &'a C> {
    let all = changes.iter().zip(outcomes);
    all.filter(|(_, outcome)| **outcome == Outcome::Committed).map(|(change, _)| change)
}
