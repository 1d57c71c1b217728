//! The banks that take part, at hand. Read again from the store when a bank is not found, since another instance of the
//! hub may have added it.

use super::ports::{ParticipantError, ParticipantStore, TokenHash};
use crate::domain::Participant;
use messaging::Unavailable;
use pix::{BankCode, Ispb};
use sha2::{Digest, Sha256};
use std::sync::{Arc, PoisonError, RwLock};

/// How a bank's token is kept. Tokens are long and random, so a plain hash is enough.
pub fn token_hash(token: &str) -> TokenHash {
    Sha256::digest(token).into()
}

/// All participants, in memory.
pub struct Roster {
    store: Arc<dyn ParticipantStore>,
    banks: RwLock<Arc<[(Participant, TokenHash)]>>,
}

impl Roster {
    /// An empty roster; [`Roster::refresh`] fills it.
    pub fn new(store: Arc<dyn ParticipantStore>) -> Self {
        Self { store, banks: RwLock::new(Arc::new([])) }
    }

    /// Reads all participants again.
    pub async fn refresh(&self) -> Result<(), Unavailable> {
        let all = self.store.all().await?;
        *self.banks.write().unwrap_or_else(PoisonError::into_inner) = all.into();
        Ok(())
    }

    /// Adds a bank, or changes the name and token of one.
    pub async fn put(&self, participant: &Participant, token: &str) -> Result<(), ParticipantError> {
        self.store.put(participant, token_hash(token)).await?;
        Ok(self.refresh().await?)
    }

    pub fn all(&self) -> Vec<Participant> {
        self.snapshot().iter().map(|(bank, _)| bank.clone()).collect()
    }

    pub fn by_ispb(&self, ispb: Ispb) -> Option<Participant> {
        self.find(|bank, _| bank.ispb == ispb)
    }

    pub fn by_code(&self, code: BankCode) -> Option<Participant> {
        self.find(|bank, _| bank.code == code)
    }

    /// Who holds this token?
    pub async fn by_token(&self, token: &str) -> Result<Option<Participant>, Unavailable> {
        let hash = token_hash(token);
        if let Some(bank) = self.find(|_, known| *known == hash) {
            return Ok(Some(bank));
        }
        self.refresh().await?;
        Ok(self.find(|_, known| *known == hash))
    }

    fn find(&self, is_it: impl Fn(&Participant, &TokenHash) -> bool) -> Option<Participant> {
        self.snapshot().iter().find(|(bank, hash)| is_it(bank, hash)).map(|(bank, _)| bank.clone())
    }

    fn snapshot(&self) -> Arc<[(Participant, TokenHash)]> {
        Arc::clone(&self.banks.read().unwrap_or_else(PoisonError::into_inner))
    }
}
