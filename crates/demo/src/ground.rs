//! What outlives a service that is killed: its store.

use bank_api::adapters::memory::MemoryBooks;
use banks::{BankCode, Banks};
use codepix::{
    adapters::memory::{MemoryParticipants, MemoryTransfers},
    application::Stores,
};
use engine::system_clock;
use outbox::memory::MemoryDeadLetters;
use std::{collections::BTreeMap, sync::Arc};

/// All stores.
#[derive(Clone)]
pub struct Grounds {
    pub hub: HubGround,
    pub banks: BTreeMap<BankCode, BankGround>,
}

/// The hub's.
#[derive(Clone)]
pub struct HubGround {
    pub transfers: MemoryTransfers,
    participants: MemoryParticipants,
    dead_letters: MemoryDeadLetters,
}

/// A bank's.
#[derive(Clone)]
pub struct BankGround {
    pub books: MemoryBooks,
    pub dead_letters: MemoryDeadLetters,
}

impl Grounds {
    /// Empty ones.
    pub fn new(banks: &Banks) -> Self {
        let banks = banks.banks.iter().map(|bank| (bank.code, BankGround::new())).collect();
        Self { hub: HubGround::new(), banks }
    }
}

impl HubGround {
    pub fn new() -> Self {
        let transfers = MemoryTransfers::default();
        transfers.questions.go_by(system_clock());
        Self {
            transfers,
            participants: MemoryParticipants::default(),
            dead_letters: MemoryDeadLetters::new(system_clock()),
        }
    }

    /// As the hub uses it.
    pub fn stores(&self) -> Stores {
        Stores {
            transfers: Arc::new(self.transfers.clone()),
            directory: Arc::new(self.transfers.directory.clone()),
            participants: Arc::new(self.participants.clone()),
            dead_letters: Arc::new(self.dead_letters.clone()),
        }
    }
}

impl BankGround {
    pub fn new() -> Self {
        let dead_letters = MemoryDeadLetters::new(system_clock());
        Self { books: MemoryBooks::new(system_clock()), dead_letters }
    }
}
