//! The stores of a process: the disk behind steps, faults and, where one is planted, a mutant.

use super::{
    chance::Chance,
    mutants::{self, Mutant},
    stepped::{commit, read},
};
use async_trait::async_trait;
use bank_api::{
    adapters::memory::MemoryBooks,
    application::{Books, Change, Present, State, Wanted},
};
use codepix::{
    adapters::memory::MemoryTransfers,
    application::{TransferChange, TransferPage, TransferStore},
    domain::Transfer,
};
use messaging::{CommitError, Outcome, Producer, Unavailable};
use pix::EndToEndId;
use std::sync::Arc;

/// A bank's books.
pub struct SimBooks {
    pub disk: MemoryBooks,
    pub chance: Chance,
    pub mutant: Option<Mutant>,
    pub producer: Arc<dyn Producer>,
}

#[async_trait]
impl Books for SimBooks {
    async fn load(&self, wanted: &Wanted) -> Result<State, Unavailable> {
        let mut state = read(&self.chance, self.disk.load(wanted)).await?;
        if self.mutant == Some(Mutant::NoRepeatCheck) {
            mutants::forget_received(&mut state);
        }
        Ok(state)
    }

    async fn commit(&self, read: &Present, changes: &[Change]) -> Result<Vec<Outcome>, CommitError> {
        match self.mutant {
            Some(Mutant::SendBeforeCommit) => {
                self.producer.send(mutants::questions(changes)).await;
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
        }
    }
}

/// The hub's transfers.
pub struct SimTransfers {
    pub disk: MemoryTransfers,
    pub chance: Chance,
    pub mutant: Option<Mutant>,
}

#[async_trait]
impl TransferStore for SimTransfers {
    async fn load(&self, ids: &[EndToEndId]) -> Result<Vec<Transfer>, Unavailable> {
        let mut transfers = read(&self.chance, self.disk.load(ids)).await?;
        if self.mutant == Some(Mutant::ContradictionRefunds) && self.chance.happens(200) {
            mutants::forget_confirmations(&mut transfers);
        }
        Ok(transfers)
    }

    async fn commit(&self, changes: &[TransferChange]) -> Result<Vec<Outcome>, CommitError> {
        commit(&self.chance, self.disk.commit(changes)).await
    }

    async fn list(&self, page: &TransferPage) -> Result<Vec<Transfer>, Unavailable> {
        self.disk.list(page).await
    }
}
