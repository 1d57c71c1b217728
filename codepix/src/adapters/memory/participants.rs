//! Participants in memory.

use super::lock;
use crate::{
    application::{ParticipantError, ParticipantStore, TokenHash},
    domain::Participant,
};
use async_trait::async_trait;
use messaging::Unavailable;
use std::sync::{Arc, Mutex};

/// The banks that take part.
#[derive(Default, Clone)]
pub struct MemoryParticipants(Arc<Mutex<Vec<(Participant, TokenHash)>>>);

#[async_trait]
impl ParticipantStore for MemoryParticipants {
    async fn all(&self) -> Result<Vec<(Participant, TokenHash)>, Unavailable> {
        Ok(lock(&self.0).clone())
    }

    async fn put(&self, participant: &Participant, token: TokenHash) -> Result<(), ParticipantError> {
        let mut banks = lock(&self.0);
        let same = |bank: &Participant| (bank.ispb == participant.ispb, bank.code == participant.code);
        if banks.iter().any(|(bank, hash)| {
            let (ispb, code) = same(bank);
            ispb != code || (!ispb && *hash == token)
        }) {
            return Err(ParticipantError::Clash);
        }
        banks.retain(|(bank, _)| bank.ispb != participant.ispb);
        banks.push((participant.clone(), token));
        banks.sort_by_key(|(bank, _)| bank.code);
        Ok(())
    }
}
