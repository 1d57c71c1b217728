//! The stores of a process: the disk behind steps, faults and, where one is planted, a mutant.

use super::{
    chance::Chance,
    mutants::{self, AnswerRelay, Mutant},
    return_mutants,
    stepped::{commit, in_parts, of_all, read, those},
};
use async_trait::async_trait;
use bank_api::{
    adapters::memory::MemoryBooks,
    application::{Books, Change, Present, Wanted, WorkingCopy},
    domain::{Account, AccountId, Charge},
};
use codepix::{
    adapters::memory::MemoryTransfers,
    application::{HeldReturn, TransferChange, TransferList, TransferPage, TransferStore},
    domain::Transfer,
};
use engine::{CommitError, Outcome, Publish, Unavailable};
use outbox::Message;
use pix::{EndToEndId, Timestamp, Txid};
use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// Remembers a partial commit: the store may be unavailable by the time the rest of the batch is decided again.
#[derive(Default)]
pub struct PartialCommit(AtomicBool);

impl PartialCommit {
    /// The outcomes of all changes, of which those that were taken are committed.
    fn noted(&self, taken: &[bool], outcomes: Vec<Outcome>) -> Vec<Outcome> {
        let outcomes = of_all(taken, outcomes);
        self.0.store(outcomes.contains(&Outcome::Stale), Ordering::Relaxed);
        outcomes
    }

    /// Is the store unavailable, right after a partial commit?
    fn makes_unavailable(&self, chance: &Chance) -> bool {
        self.0.swap(false, Ordering::Relaxed)
            && chance.fault(500, "the store is unavailable after a partial commit")
    }
}

fn unavailable() -> Unavailable {
    Unavailable("the store went away between two rounds".into())
}

/// A bank's books.
pub struct SimBooks {
    pub disk: MemoryBooks,
    pub chance: Chance,
    pub mutant: Option<Mutant>,
    pub publisher: Arc<dyn Publish<Message>>,
    pub answers: AnswerRelay,
    pub partial: PartialCommit,
    /// Accounts as this process saw them last, for the mutant that believes it.
    pub memory: Mutex<BTreeMap<AccountId, Account>>,
    /// Charges as this process saw them first, for the mutant that believes it.
    pub charges: Mutex<BTreeMap<(AccountId, Txid), Charge>>,
}

impl SimBooks {
    fn memory(&self) -> MutexGuard<'_, BTreeMap<AccountId, Account>> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A store may take only what was decided on the present state, as PostgreSQL's mostly does.
    fn insists_on(&self, read: &Present, changes: &[Change]) -> bool {
        let present = self.disk.rows().present(changes);
        let differs = |(id, now)| read.accounts.get(id).is_some_and(|was| was != now);
        present.accounts.iter().any(differs) && self.chance.happens(500)
    }

    /// Charges as they were, under the versions that they have: no commit finds out.
    fn remember_charges(&self, found: &mut WorkingCopy) {
        let mut memory = self.charges.lock().unwrap_or_else(PoisonError::into_inner);
        for charge in found.charges().cloned().collect::<Vec<_>>() {
            let name = (charge.account, charge.txid.clone());
            let first = memory.entry(name).or_insert_with(|| charge.clone()).clone();
            found.add_charge(Charge { version: charge.version, ..first });
        }
    }

    /// What is remembered stands before what is there.
    fn remember(&self, found: &mut WorkingCopy) {
        let mut memory = self.memory();
        for account in found.accounts().cloned().collect::<Vec<_>>() {
            found.add_account(memory.entry(account.id).or_insert(account).clone());
        }
    }
}

#[async_trait]
impl Books for SimBooks {
    async fn load(&self, wanted: &Wanted) -> Result<WorkingCopy, Unavailable> {
        if self.partial.makes_unavailable(&self.chance) {
            if self.mutant == Some(Mutant::AnswersShifted) {
                self.answers.shift();
            }
            return Err(unavailable());
        }
        let mut wanted = wanted.clone();
        if self.mutant == Some(Mutant::NoRepeatCheck) {
            mutants::forget_received(&mut wanted);
        }
        let mut found = read(&self.chance, self.disk.load(&wanted)).await?;
        if self.mutant == Some(Mutant::MemoryKept) {
            self.remember(&mut found);
        }
        if let Some(mutant) = self.mutant {
            return_mutants::read_at_bank(mutant, &self.disk, &wanted.originals, &mut found);
        }
        if self.mutant == Some(Mutant::ChargeRemembered) {
            self.remember_charges(&mut found);
        }
        Ok(found)
    }

    async fn commit(&self, read: &Present, changes: &[Change]) -> Result<Vec<Outcome>, CommitError> {
        if self.insists_on(read, changes) {
            return Err(CommitError::Conflict("an account is no longer as it was read".into()));
        }
        let taken = in_parts(&self.chance, changes.len());
        let changes = &those(changes, &taken);
        let outcomes = match self.mutant {
            Some(Mutant::SendBeforeCommit) => {
                self.publisher.publish(mutants::questions(changes)).await;
                commit(&self.chance, self.disk.commit(read, changes)).await
            }
            Some(Mutant::FloorForgotten) => {
                commit(&self.chance, mutants::without_floor(&self.disk, read, changes)).await
            }
            Some(mutant) => {
                let changed = mutants::tamper(mutant, &self.disk, changes);
                commit(&self.chance, self.disk.commit(read, &changed)).await
            }
            None => commit(&self.chance, self.disk.commit(read, changes)).await,
        };
        let outcomes = outcomes?;
        if outcomes.iter().all(|outcome| *outcome == Outcome::Committed) {
            // What one has written oneself one knows.
            changes.iter().flat_map(Change::accounts).for_each(|id| drop(self.memory().remove(&id)));
        }
        Ok(self.partial.noted(&taken, outcomes))
    }
}

/// The hub's transfers.
pub struct SimTransfers {
    pub disk: MemoryTransfers,
    pub chance: Chance,
    pub mutant: Option<Mutant>,
    pub partial: PartialCommit,
}

#[async_trait]
impl TransferStore for SimTransfers {
    async fn load(&self, ids: &[EndToEndId]) -> Result<Vec<Transfer>, Unavailable> {
        if self.partial.makes_unavailable(&self.chance) {
            return Err(unavailable());
        }
        let mut transfers = read(&self.chance, self.disk.load(ids)).await?;
        if self.mutant == Some(Mutant::ContradictionRefunds) && self.chance.happens(200) {
            mutants::forget_confirmations(&mut transfers);
        }
        if let Some(mutant) = self.mutant {
            return_mutants::read_at_hub(mutant, &self.disk, &mut transfers);
        }
        Ok(transfers)
    }

    async fn commit(&self, changes: &[TransferChange]) -> Result<Vec<Outcome>, CommitError> {
        let taken = in_parts(&self.chance, changes.len());
        let mut changes = those(changes, &taken);
        if self.mutant == Some(Mutant::ReturnForwardedEarly) {
            changes = return_mutants::forward_early(&changes);
        }
        let outcomes = commit(&self.chance, self.disk.commit(&changes)).await?;
        Ok(self.partial.noted(&taken, outcomes))
    }

    async fn list(&self, page: &TransferPage) -> Result<TransferList, Unavailable> {
        self.disk.list(page).await
    }

    async fn held(&self, originals: &[EndToEndId]) -> Result<Vec<HeldReturn>, Unavailable> {
        read(&self.chance, self.disk.held(originals)).await
    }

    async fn forgotten_before(&self) -> Result<Timestamp, Unavailable> {
        self.disk.forgotten_before().await
    }

    async fn forget(&self, kept: Duration) -> Result<u64, Unavailable> {
        self.disk.forget(kept).await
    }
}
