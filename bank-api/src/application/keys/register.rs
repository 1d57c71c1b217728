//! Registers a key: the intent first, then the hub, until its answer is definite.

use super::{KeyRefusal, KeyRequest, Keys, LOOKS_MAX, Removal, WAITING_MAX, contended};
use crate::{
    application::ports::{HoldingBank, HubError, HubRefusal, HubRule, Intent, Registration},
    domain::{Account, AccountId, HeldKey, KeyStatus},
};
use engine::Unavailable;
use pix::PixKey;
use uuid::{Builder, Uuid};

/// What asking came to, and what is written now.
pub(super) enum Asked {
    Active(HeldKey),
    /// The intent is gone.
    Refused(HubRefusal),
    /// It waits to be asked again.
    Unknown(HeldKey),
    /// It waits to be asked again; this one attempt certainly changed nothing at the hub.
    NotReached(HeldKey),
}

impl Keys {
    /// Registers a key for an account. It is active, or registering while the hub's answer is unknown; then the same
    /// request again continues the same request.
    ///
    /// # Errors
    /// [`KeyRefusal`]: the key is not registered, and nothing will register it later.
    pub async fn register(&self, account: AccountId, request: &KeyRequest) -> Result<HeldKey, KeyRefusal> {
        let holder = self.account(account).await?;
        if !holder.open {
            return Err(KeyRefusal::Closed);
        }
        let tax_id = request.key.as_ref().and_then(|key| key.tax_id());
        if tax_id.is_some_and(|tax_id| tax_id != holder.tax_id) {
            return Err(KeyRefusal::NotTheHolders);
        }
        for _ in 0..LOOKS_MAX {
            let known = self.known(&holder, request).await?;
            let decided = match known {
                None => self.register_anew(&holder, request).await?,
                Some(held) => self.register_known(&holder, request, held).await?,
            };
            if let Some(held) = decided {
                return Ok(held);
            }
        }
        Err(contended())
    }

    /// What the bank has of this key: for a random one, the one the account still waits for.
    async fn known(&self, holder: &Account, request: &KeyRequest) -> Result<Option<HeldKey>, KeyRefusal> {
        let of_account = self.ports.store.of_account(holder.id).await?;
        let waiting = of_account.iter().filter(|held| held.status != KeyStatus::Active).count();
        let known = match &request.key {
            Some(key) => self.ports.store.find(key.as_str()).await?,
            None => of_account.into_iter().find(|held| held.key.is_none()),
        };
        if known.is_none() && waiting >= WAITING_MAX {
            return Err(KeyRefusal::TooManyWaiting);
        }
        Ok(known)
    }

    /// None when somebody else wrote the same at the same time.
    async fn register_anew(
        &self,
        holder: &Account,
        request: &KeyRequest,
    ) -> Result<Option<HeldKey>, KeyRefusal> {
        let intent = HeldKey {
            entry_id: self.fresh_id(),
            account: holder.id,
            kind: request.kind,
            key: request.key.clone(),
            status: KeyStatus::Registering,
            created_at: (self.ports.clock)(),
        };
        match self.ports.store.intend(&intent).await? {
            Intent::Written => {}
            Intent::Known => return Ok(None),
            Intent::NoAccount => return Err(KeyRefusal::Closed),
        }
        match self.ask_to_register(intent, holder).await? {
            Asked::Active(held) | Asked::Unknown(held) => Ok(Some(held)),
            Asked::Refused(refusal) => Err(self.refusal(refusal, request, holder.id).await),
            // Nobody else can have asked: then, and only then, nothing may come of it later.
            Asked::NotReached(held) if self.ports.store.withdraw(held.entry_id).await? => {
                Err(KeyRefusal::HubAway)
            }
            Asked::NotReached(held) => Ok(Some(held)),
        }
    }

    /// None when the key has become free.
    async fn register_known(
        &self,
        holder: &Account,
        request: &KeyRequest,
        held: HeldKey,
    ) -> Result<Option<HeldKey>, KeyRefusal> {
        if held.account != holder.id {
            return Err(KeyRefusal::Taken(Some(self.us())));
        }
        match held.status {
            KeyStatus::Active => Err(KeyRefusal::YoursAlready),
            KeyStatus::Registering => {
                let Some(held) = self.ports.store.ask_again(held.entry_id).await? else { return Ok(None) };
                if held.status != KeyStatus::Registering {
                    return Ok(None);
                }
                match self.ask_to_register(held, holder).await? {
                    Asked::Active(held) | Asked::Unknown(held) | Asked::NotReached(held) => Ok(Some(held)),
                    Asked::Refused(refusal) => match refusal.rule {
                        // The request is used up; a new one of the customer needs a new one.
                        HubRule::Removed | HubRule::RequestIdReused => Ok(None),
                        _ => Err(self.refusal(refusal, request, holder.id).await),
                    },
                }
            }
            // It has to be gone before it can come again.
            KeyStatus::Removing => match self.remove_known(held).await? {
                Some(Removal::Waits(_)) => Err(KeyRefusal::HubAway),
                Some(Removal::Gone) | None => Ok(None),
            },
        }
    }

    /// Asks the hub once and writes its answer.
    pub(super) async fn ask_to_register(
        &self,
        held: HeldKey,
        holder: &Account,
    ) -> Result<Asked, Unavailable> {
        let registration = Registration {
            request_id: held.entry_id,
            kind: held.kind,
            key: held.key.clone(),
            account: held.account,
            owner_name: holder.holder.clone(),
            owner_tax_id: holder.tax_id,
        };
        match self.ports.hub.register(&registration).await {
            Ok(entry) if entry.entry_id == held.entry_id => {
                self.ports.store.activate(held.entry_id, &entry.key).await?;
                tracing::info!(key = entry.key.masked(), account = %held.account, "key registered");
                Ok(Asked::Active(HeldKey { key: Some(entry.key), status: KeyStatus::Active, ..held }))
            }
            Ok(entry) => {
                tracing::error!(asked = %held.entry_id, answered = %entry.entry_id, "the hub answers another request");
                Ok(Asked::Unknown(held))
            }
            Err(HubError::Refused(refusal)) => {
                self.ports.store.forget(held.entry_id, KeyStatus::Registering).await?;
                tracing::info!(key = held.masked(), account = %held.account, "key not registered: {refusal}");
                Ok(Asked::Refused(refusal))
            }
            Err(HubError::Unknown(why)) => {
                tracing::warn!(key = held.masked(), "a registration waits: {why}");
                Ok(Asked::Unknown(held))
            }
            Err(HubError::NotReached(why)) => {
                tracing::warn!(key = held.masked(), "a registration did not reach the hub: {why}");
                Ok(Asked::NotReached(held))
            }
        }
    }

    /// The customer's side of a refusal.
    async fn refusal(&self, refusal: HubRefusal, request: &KeyRequest, account: AccountId) -> KeyRefusal {
        match refusal.rule {
            HubRule::Taken
                if refusal.holder.as_ref().is_some_and(|bank| bank.ispb == self.ports.bank.ispb) =>
            {
                self.taken_here(request.key.as_ref(), account)
                    .await
                    .unwrap_or(KeyRefusal::Taken(refusal.holder))
            }
            HubRule::Taken => KeyRefusal::Taken(refusal.holder),
            HubRule::NotTheOwners => KeyRefusal::NotTheHolders,
            HubRule::TooMany
            | HubRule::Removed
            | HubRule::RequestIdReused
            | HubRule::NotYours
            | HubRule::Other => KeyRefusal::Rule(refusal.text),
        }
    }

    /// A key that stands at this very bank, of which the bank knew nothing, is a row that was lost.
    async fn taken_here(&self, key: Option<&PixKey>, account: AccountId) -> Option<KeyRefusal> {
        let key = key?;
        self.examine(key).await.ok()?;
        let found = self.ports.store.find(key.as_str()).await.ok()??;
        (found.account == account).then_some(KeyRefusal::YoursAlready)
    }

    pub(super) fn us(&self) -> HoldingBank {
        let bank = &self.ports.bank;
        HoldingBank { code: bank.code, ispb: bank.ispb, name: bank.name.clone() }
    }

    fn fresh_id(&self) -> Uuid {
        let (high, low) = ((self.ports.entropy)(), (self.ports.entropy)());
        let random = (u128::from(high) << 64) | u128::from(low);
        Builder::from_random_bytes(random.to_be_bytes()).into_uuid()
    }
}
