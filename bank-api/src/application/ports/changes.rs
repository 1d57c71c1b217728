//! What changed for an account, for its streams.

use super::AccountView;
use crate::{
    application::changes::{Place, Seen},
    domain::{AccountId, Transfer},
};
use async_trait::async_trait;
use engine::Unavailable;
use pix::Timestamp;

/// Movements of one look, at the most.
pub const CHANGES_MAX: usize = 500;

/// One look at an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    pub view: AccountView,
    /// As they stand now; one that changed is never missing, one that did not may be among them.
    pub transfers: Vec<Transfer>,
    /// The number of the last movement that was looked at.
    pub movement: i64,
    /// There are more changes than one look takes: look again at once.
    pub more: bool,
    /// By the database's clock.
    pub as_of: Timestamp,
}

/// What those ask for who follow an account.
#[async_trait]
pub trait ChangeStore: Send + Sync + 'static {
    /// What somebody at `place` has seen; without a place, everything up to now.
    async fn seen(&self, account: AccountId, place: Option<Place>) -> Result<Seen, Unavailable>;
    /// The account now, with its transfers that changed since, the latest change last.
    async fn changes(&self, account: AccountId, seen: &Seen) -> Result<Changes, Unavailable>;
}
