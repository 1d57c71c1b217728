//! Gives a key up: the intent first, which stops payments inside the bank, then the hub.

use super::{KeyRefusal, Keys, LOOKS_MAX, contended, register::Asked};
use crate::{
    application::ports::HubError,
    domain::{AccountId, HeldKey, KeyStatus},
};
use engine::Unavailable;
use pix::PixKey;

/// What became of a key that was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Removal {
    Gone,
    /// The hub's answer is unknown; it is asked again until the key is gone.
    Waits(HeldKey),
}

/// What asking came to, and what is written now.
pub(super) enum AskedToRemove {
    Gone,
    Unknown(HeldKey),
    /// This one attempt certainly changed nothing at the hub.
    NotReached(HeldKey),
}

impl Keys {
    /// Removes a key of an account.
    ///
    /// # Errors
    /// [`KeyRefusal`]: the key stays what it was.
    pub async fn remove(&self, account: AccountId, key: &PixKey) -> Result<Removal, KeyRefusal> {
        for look in 0..LOOKS_MAX {
            let held = self.ports.store.find(key.as_str()).await?.filter(|held| held.account == account);
            let Some(held) = held else {
                // It was there when we began.
                return if look > 0 { Ok(Removal::Gone) } else { Err(KeyRefusal::NotAmongYours) };
            };
            match held.status {
                KeyStatus::Registering => self.settle_registration(held).await?,
                KeyStatus::Active => {
                    if let Some(removal) = self.remove_active(held).await? {
                        return Ok(removal);
                    }
                }
                KeyStatus::Removing => {
                    if let Some(removal) = self.remove_known(held).await? {
                        return Ok(removal);
                    }
                }
            }
        }
        Err(contended())
    }

    /// Removing before the registration is definite would leave the registration to arrive later.
    pub(super) async fn settle_registration(&self, held: HeldKey) -> Result<(), KeyRefusal> {
        let Some(held) = self.ports.store.ask_again(held.entry_id).await? else { return Ok(()) };
        if held.status != KeyStatus::Registering {
            return Ok(());
        }
        let holder = self.account(held.account).await?;
        match self.ask_to_register(held, &holder).await? {
            Asked::Active(_) | Asked::Refused(_) => Ok(()),
            Asked::Unknown(_) | Asked::NotReached(_) => Err(KeyRefusal::HubAway),
        }
    }

    /// None when it is not active any more.
    async fn remove_active(&self, held: HeldKey) -> Result<Option<Removal>, KeyRefusal> {
        if !self.ports.store.give_up(held.entry_id).await? {
            return Ok(None);
        }
        match self.ask_to_remove(HeldKey { status: KeyStatus::Removing, ..held }).await? {
            AskedToRemove::Gone => Ok(Some(Removal::Gone)),
            AskedToRemove::Unknown(held) => Ok(Some(Removal::Waits(held))),
            AskedToRemove::NotReached(held) if self.ports.store.withdraw(held.entry_id).await? => {
                Err(KeyRefusal::HubAway)
            }
            AskedToRemove::NotReached(held) => Ok(Some(Removal::Waits(held))),
        }
    }

    /// Goes on with a removal whose answer is not known. None when it is settled meanwhile, one way or the other.
    pub(super) async fn remove_known(&self, held: HeldKey) -> Result<Option<Removal>, KeyRefusal> {
        let Some(held) = self.ports.store.ask_again(held.entry_id).await? else { return Ok(None) };
        match self.ask_to_remove(held).await? {
            AskedToRemove::Gone => Ok(Some(Removal::Gone)),
            AskedToRemove::Unknown(held) | AskedToRemove::NotReached(held) => Ok(Some(Removal::Waits(held))),
        }
    }

    /// Asks the hub once and writes its answer.
    pub(super) async fn ask_to_remove(&self, held: HeldKey) -> Result<AskedToRemove, Unavailable> {
        let gone = match &held.key {
            Some(key) => self.ports.hub.remove(key, held.entry_id).await,
            None => Ok(()),
        };
        match gone {
            Ok(()) => tracing::info!(key = held.masked(), account = %held.account, "key removed"),
            // Whoever holds it now: this registration is not there.
            Err(HubError::Refused(refusal)) => {
                tracing::warn!(key = held.masked(), account = %held.account, "key forgotten: {refusal}");
            }
            Err(HubError::Unknown(why)) => {
                tracing::warn!(key = held.masked(), "a removal waits: {why}");
                return Ok(AskedToRemove::Unknown(held));
            }
            Err(HubError::NotReached(why)) => {
                tracing::warn!(key = held.masked(), "a removal did not reach the hub: {why}");
                return Ok(AskedToRemove::NotReached(held));
            }
        }
        self.ports.store.forget(held.entry_id, KeyStatus::Removing).await?;
        Ok(AskedToRemove::Gone)
    }
}
