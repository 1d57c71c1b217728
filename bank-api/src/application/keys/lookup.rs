//! Whom would I pay? The bank's own active keys are answered here, all others by the hub.

use super::{KeyRefusal, Keys};
use crate::{
    application::{
        ports::{Entry, HoldingBank, HubError, Wanted},
        working_copy::WorkingCopy,
    },
    domain::{AccountId, LookupCaller, PaidInside},
};
use pix::PixKey;
use uuid::Uuid;

/// Who holds a key, as a payer may see it: never branch and account (PIX.md §1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payee {
    pub key: PixKey,
    /// A transfer that names it is not paid to a later holder of the key.
    pub entry_id: Uuid,
    pub name: String,
    pub tax_id_masked: String,
    pub bank: HoldingBank,
}

impl From<Entry> for Payee {
    fn from(entry: Entry) -> Self {
        Self {
            key: entry.key,
            entry_id: entry.entry_id,
            name: entry.owner_name,
            tax_id_masked: entry.owner_tax_id_masked,
            bank: entry.bank,
        }
    }
}

impl Keys {
    /// Looks up whom a payment of `account` to `key` would reach.
    ///
    /// # Errors
    /// [`KeyRefusal::Nobody`]; [`KeyRefusal::TooManyLookups`] for who asked too much; [`KeyRefusal::HubAway`].
    pub async fn look_up(&self, account: AccountId, key: &PixKey) -> Result<Payee, KeyRefusal> {
        let wanted =
            Wanted { accounts: vec![account], keys: vec![key.as_str().to_owned()], ..Wanted::default() };
        let copy = self.ports.books.load(&wanted).await?;
        let payer = copy.account(account).ok_or(KeyRefusal::NoAccount)?;
        let who = LookupCaller { account, holder: payer.tax_id.kind() };
        self.anti_scan.take(who).map_err(|retry_after| KeyRefusal::TooManyLookups { retry_after })?;
        let found = match self.paid_inside(&copy, key) {
            Some(payee) => Ok(payee),
            None => self.ask_whom(key).await,
        };
        match &found {
            Ok(payee) => self.anti_scan.found(account, payee.entry_id),
            Err(KeyRefusal::Nobody) => self.anti_scan.missed(account),
            Err(_) => self.anti_scan.unanswered(account),
        }
        found
    }

    async fn ask_whom(&self, key: &PixKey) -> Result<Payee, KeyRefusal> {
        match self.ports.hub.find(key).await {
            Ok(Some(entry)) if !self.is_closed_here(&entry).await? => Ok(entry.into()),
            Ok(Some(_) | None) => Err(KeyRefusal::Nobody),
            Err(HubError::Refused(refusal)) => Err(KeyRefusal::Rule(refusal.text)),
            Err(error @ (HubError::Unknown(_) | HubError::NotReached(_))) => {
                tracing::warn!("a key was not looked up: {error}");
                Err(KeyRefusal::HubAway)
            }
        }
    }

    /// A key that the hub still has while its account gives it up here pays nobody any more.
    async fn is_closed_here(&self, entry: &Entry) -> Result<bool, KeyRefusal> {
        if entry.bank.ispb != self.ports.bank.ispb {
            return Ok(false);
        }
        let Ok(number) = entry.account.parse() else { return Ok(false) };
        match self.account(number).await {
            Ok(account) => Ok(!account.open),
            Err(KeyRefusal::NoAccount) => Ok(true),
            Err(refusal) => Err(refusal),
        }
    }

    /// The answer the hub would give, of a key that is active here.
    fn paid_inside(&self, copy: &WorkingCopy, key: &PixKey) -> Option<Payee> {
        let PaidInside { account, entry_id, .. } =
            copy.payee(key.as_str(), None).filter(|payee| payee.account.open)?;
        Some(Payee {
            key: key.clone(),
            entry_id,
            name: account.holder.clone(),
            tax_id_masked: account.tax_id.masked(),
            bank: self.us(),
        })
    }
}
