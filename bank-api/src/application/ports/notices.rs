//! How the instances of one bank notify each other.

use crate::domain::AccountId;
use async_trait::async_trait;
use engine::Unavailable;
use std::{collections::BTreeSet, sync::Arc};
use tokio::sync::broadcast::Sender;

/// Which accounts changed, as they do; none by name means perhaps all.
pub type Changed = Sender<Arc<[AccountId]>>;

/// A channel between all instances of the bank. What is lost on it they find at their next look.
#[async_trait]
pub trait Notices: Send + Sync + 'static {
    /// Notifies all instances that these accounts changed.
    async fn notify(&self, accounts: &BTreeSet<AccountId>) -> Result<(), Unavailable>;
    /// Passes on what any instance notifies, until the channel breaks. It begins with an empty list, since nobody listened
    /// before.
    async fn listen(&self, changed: &Changed) -> Result<(), Unavailable>;
}
