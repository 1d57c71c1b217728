//! Closes an account: it gives up its keys first, so that nobody pays them any more and their holder may register them
//! elsewhere.

use super::{KeyRefusal, Keys, LOOKS_MAX, Removal, contended};
use crate::{
    application::ports::{Accounts, Closing},
    domain::AccountId,
};
use engine::Unavailable;

/// Why an account stays open.
#[derive(Debug, thiserror::Error)]
pub enum CloseRefusal {
    #[error("there is no such account, or it is closed already")]
    NotOpen,
    #[error("money is on it or on its way; what of its keys was given up stays so")]
    Money,
    #[error("its keys are not given up yet: {0}; then close it again")]
    Keys(#[from] KeyRefusal),
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

impl Keys {
    /// Closes an account on which no money is, and none on its way.
    ///
    /// # Errors
    /// [`CloseRefusal`]: it stays open. Keys that were given up by then are gone, or will be when the hub has answered.
    pub async fn close(&self, accounts: &dyn Accounts, account: AccountId) -> Result<(), CloseRefusal> {
        for _ in 0..LOOKS_MAX {
            match accounts.close(account).await? {
                Closing::Closed => return Ok(()),
                Closing::NotOpen => return Err(CloseRefusal::NotOpen),
                Closing::Money => return Err(CloseRefusal::Money),
                Closing::Keys => self.give_up_all(account).await?,
            }
        }
        Err(contended().into())
    }

    async fn give_up_all(&self, account: AccountId) -> Result<(), KeyRefusal> {
        for held in self.ports.store.of_account(account).await? {
            // A random key that is not drawn yet has no name; the next look finds it under the one it got.
            let Some(key) = held.key.clone() else {
                self.settle_registration(held).await?;
                continue;
            };
            match self.remove(account, &key).await {
                Ok(Removal::Gone) | Err(KeyRefusal::NotAmongYours) => {}
                Ok(Removal::Waits(_)) => return Err(KeyRefusal::HubAway),
                Err(refusal) => return Err(refusal),
            }
        }
        Ok(())
    }
}
