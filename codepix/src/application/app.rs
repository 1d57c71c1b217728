//! The use cases as one value, which every transport holds.

use super::{
    authenticator::Caller,
    code_hosts::CodeHosts,
    keep_keys::{KeepKeys, KeyAnswer, KeyCommand},
    key_budget::{KeyBudget, NotNow},
    participant_cache::ParticipantCache,
    ports::{DirectoryStore, TransferStore},
    transfer_feed::TransferFeed,
};
use crate::domain::{Entry, Participant, Transfer};
use codepix_proto::topic;
use engine::{Entropy, Intake, Unavailable};
use outbox::{DeadLetterList, DeadLetterPage, DeadLetters};
use pix::{EndToEndId, Ispb, PixKey};
use std::sync::Arc;

/// What a transport can ask of the hub. Cheap to clone.
#[derive(Clone)]
pub struct App {
    pub keys: Intake<KeepKeys>,
    pub key_budget: Arc<KeyBudget>,
    pub directory: Arc<dyn DirectoryStore>,
    pub transfers: Arc<dyn TransferStore>,
    pub dead_letters: Arc<dyn DeadLetters>,
    pub participants: Arc<ParticipantCache>,
    pub entropy: Entropy,
    pub feed: TransferFeed,
    pub code_hosts: Arc<CodeHosts>,
}

impl App {
    /// Registers or removes a key.
    ///
    /// # Errors
    /// [`NotNow`]: nothing is known to have happened, and the same command again is safe.
    pub async fn keep_key(&self, command: KeyCommand) -> Result<KeyAnswer, NotNow> {
        self.key_budget.take(&command)?;
        Ok(self.keys.request(command).await?)
    }

    /// Whom a payment to `key` would reach, and at which bank.
    pub async fn find_key(&self, key: &PixKey) -> Result<Option<(Entry, Participant)>, Unavailable> {
        let entry = self.directory.find(&[key.as_str().to_owned()]).await?.pop();
        let Some(entry) = entry else { return Ok(None) };
        let bank = self.bank(entry.bank).await?;
        Ok(bank.map(|bank| (entry, bank)))
    }

    /// The participant of an ISPB, also when another instance has just added it.
    pub async fn bank(&self, ispb: Ispb) -> Result<Option<Participant>, Unavailable> {
        if let Some(bank) = self.participants.by_ispb(ispb) {
            return Ok(Some(bank));
        }
        self.participants.refresh_if_old().await?;
        Ok(self.participants.by_ispb(ispb))
    }

    /// A fresh random key, for a bank that asks for one.
    pub fn draw_key(&self) -> PixKey {
        PixKey::random((u128::from((self.entropy)()) << 64) | u128::from((self.entropy)()))
    }

    /// A transfer, if `bank` sends or receives it.
    pub async fn transfer(&self, id: EndToEndId, bank: Ispb) -> Result<Option<Transfer>, Unavailable> {
        let transfer = self.transfers.load(&[id]).await?.pop();
        Ok(transfer.filter(|transfer| concerns(transfer, bank)))
    }

    /// A page of dead letters, and whether there are more: a bank sees those of its own messages, the administration all.
    pub async fn put_aside(
        &self,
        caller: &Caller,
        after: i64,
        limit: i64,
    ) -> Result<(DeadLetterList, bool), Unavailable> {
        let topic = match caller {
            Caller::Bank(bank) => Some(topic::from_bank(bank.code)),
            Caller::Administration => None,
        };
        let mut list = self.dead_letters.list(&DeadLetterPage { topic, after, limit: limit + 1 }).await?;
        let limit = usize::try_from(limit).unwrap_or(0);
        let more = list.letters.len() > limit;
        list.letters.truncate(limit);
        Ok((list, more))
    }

    /// The entries of `bank` behind the key `after`, and whether there are more.
    pub async fn keys_of(
        &self,
        bank: Ispb,
        after: &str,
        limit: i64,
    ) -> Result<(Vec<Entry>, bool), Unavailable> {
        let mut entries = self.directory.list(bank, after, limit + 1).await?;
        let limit = usize::try_from(limit).unwrap_or(0);
        let more = entries.len() > limit;
        entries.truncate(limit);
        Ok((entries, more))
    }
}

/// Whether `bank` sends or receives it.
pub fn concerns(transfer: &Transfer, bank: Ispb) -> bool {
    transfer.id.ispb() == bank || transfer.destination == Some(bank)
}
