//! What changed for an account, for its streams.

use crate::{
    application::changes::{Changes, Place, Seen},
    domain::AccountId,
};
use async_trait::async_trait;
use engine::Unavailable;

/// Movements of one look, at the most.
pub const CHANGES_MAX: usize = 500;

/// What those ask for who follow an account.
#[async_trait]
pub trait ChangeStore: Send + Sync + 'static {
    /// What somebody at `place` has seen; without a place, everything up to now.
    async fn seen(&self, account: AccountId, place: Option<Place>) -> Result<Seen, Unavailable>;
    /// The account now, with its transfers that changed since, the latest change last.
    async fn changes(&self, account: AccountId, seen: &Seen) -> Result<Changes, Unavailable>;
}
