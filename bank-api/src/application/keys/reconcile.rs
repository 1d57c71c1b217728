//! Brings bank and directory together again: repeats what has no answer yet, and compares all keys. The directory is
//! right.

use super::{Keys, LOOKS_MAX, register::Asked, remove::AskedToRemove};
use crate::{
    application::ports::{Entry, HubError},
    domain::{BRANCH, HeldKey, KeyStatus},
};
use engine::{Unavailable, in_time};
use futures::{StreamExt as _, stream};
use pix::{PixKey, Timestamp};
use std::{collections::BTreeMap, sync::Arc, time::Duration};

/// How often unsettled intents are looked at.
const EVERY: Duration = Duration::from_secs(10);
/// How old the last attempt must be: whoever made it still waits for the answer.
const AGE: Duration = Duration::from_secs(5);
/// How often all keys are compared.
const COMPARE_EVERY: Duration = Duration::from_secs(5 * 60);
/// Intents that are repeated in one step, and how many of them at a time.
const STEP_MAX: i64 = 200;
const AT_A_TIME: usize = 8;
/// Keys of a page, on either side.
const PAGE: i32 = 500;

/// Why a comparison stopped; the next one begins anew.
#[derive(Debug, thiserror::Error)]
pub(super) enum Interrupted {
    #[error(transparent)]
    Hub(#[from] HubError),
    #[error(transparent)]
    Store(#[from] Unavailable),
}

/// The task that reconciles, one of its kind in a process.
pub struct Reconciler {
    keys: Arc<Keys>,
    compared_at: Option<Timestamp>,
    /// An outage is told once.
    interrupted: bool,
}

impl Reconciler {
    pub fn new(keys: Arc<Keys>) -> Self {
        Self { keys, compared_at: None, interrupted: false }
    }

    pub async fn run(mut self) {
        loop {
            self.step(AGE).await;
            tokio::time::sleep(EVERY).await;
        }
    }

    /// Repeats what was last asked longer than `age` ago; at the start and every few minutes also compares all keys.
    /// What fails is told, and done again at a later step.
    pub async fn step(&mut self, age: Duration) {
        match self.keys.repeat(age).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "asked the hub again for keys"),
            Err(unavailable) => tracing::warn!("keys wait to be settled: {unavailable}"),
        }
        let now = (self.keys.ports.clock)();
        let due = self.compared_at.is_none_or(|at| now.duration_since(at).unsigned_abs() >= COMPARE_EVERY);
        if due {
            let compared = self.keys.compare().await;
            match &compared {
                Ok(()) => self.compared_at = Some(now),
                Err(why) if !self.interrupted => tracing::warn!("keys are compared later: {why}"),
                Err(_) => {}
            }
            self.interrupted = compared.is_err();
        }
    }
}

impl Keys {
    /// Asks again for all intents not asked for `age`; how many those were.
    ///
    /// # Errors
    /// [`Unavailable`] when the store is away.
    pub async fn repeat(&self, age: Duration) -> Result<usize, Unavailable> {
        let due = in_time(self.ports.store.due(age, STEP_MAX)).await?;
        let count = due.len();
        // One that gets no answer holds up no other.
        let asked = stream::iter(due).map(|held| in_time(self.repeat_one(held))).buffer_unordered(AT_A_TIME);
        let failed = asked.filter_map(|asked| async { asked.err() }).collect::<Vec<_>>().await;
        failed.into_iter().next().map_or(Ok(count), Err)
    }

    async fn repeat_one(&self, held: HeldKey) -> Result<(), Unavailable> {
        match held.status {
            KeyStatus::Registering => match self.account(held.account).await {
                Ok(holder) => match self.ask_to_register(held, &holder).await? {
                    Asked::Active(_) | Asked::Refused(_) | Asked::Unknown(_) | Asked::NotReached(_) => Ok(()),
                },
                Err(refusal) => Err(Unavailable(refusal.to_string())),
            },
            KeyStatus::Removing => match self.ask_to_remove(held).await? {
                AskedToRemove::Gone | AskedToRemove::Unknown(_) | AskedToRemove::NotReached(_) => Ok(()),
            },
            KeyStatus::Active => Ok(()),
        }
    }

    /// Walks through both sides by key; what differs is examined.
    pub(super) async fn compare(&self) -> Result<(), Interrupted> {
        let mut after = String::new();
        loop {
            let theirs = self.ports.hub.list(&after, PAGE).await?;
            let ours = in_time(self.ports.store.page(&after, PAGE.into())).await?;
            let last =
                |more: bool, key: Option<&PixKey>| key.filter(|_| more).map(|key| key.as_str().to_owned());
            let ends = [
                last(theirs.more, theirs.entries.last().map(|entry| &entry.key)),
                last(ours.len() >= PAGE as usize, ours.last().and_then(|held| held.key.as_ref())),
            ];
            // Beyond the shorter page nothing can be said yet.
            let end = ends.into_iter().flatten().min();
            for key in differing(&theirs.entries, &ours, end.as_deref()) {
                self.examine(&key).await?;
            }
            match end {
                Some(end) if end > after => after = end,
                Some(_) | None => return Ok(()),
            }
        }
    }

    /// Looks at one key on both sides, and makes the bank agree with the directory.
    ///
    /// The bank is read first. An active row was confirmed before that, so what the directory does not have by then is
    /// gone for ever: entry ids never come back. An entry that the bank had no row for by then is not being removed
    /// either, since a row outlives the removal's answer.
    pub(super) async fn examine(&self, key: &PixKey) -> Result<(), Interrupted> {
        for _ in 0..LOOKS_MAX {
            let held = in_time(self.ports.store.find(key.as_str())).await?;
            let found = self.ports.hub.find(key).await?;
            let found = found.filter(|entry| entry.bank.ispb == self.ports.bank.ispb);
            match (held, found) {
                (Some(held), Some(entry)) if held.entry_id == entry.entry_id => return Ok(()),
                // Unsettled ones get their answer by asking.
                (Some(held), _) if held.status != KeyStatus::Active => return Ok(()),
                (Some(held), _) => {
                    tracing::warn!(key = key.masked(), account = %held.account, entry_id = %held.entry_id,
                        "the directory does not have this key: it is forgotten here");
                    in_time(self.ports.store.forget(held.entry_id, KeyStatus::Active)).await?;
                }
                (None, Some(entry)) => return Ok(self.adopt(entry).await?),
                (None, None) => return Ok(()),
            }
        }
        Ok(())
    }

    async fn adopt(&self, entry: Entry) -> Result<(), Unavailable> {
        let account = entry.account.parse().ok().filter(|_| entry.branch == BRANCH);
        let adopted = match account {
            Some(account) => {
                let held = HeldKey {
                    entry_id: entry.entry_id,
                    account,
                    kind: entry.key.kind(),
                    key: Some(entry.key.clone()),
                    status: KeyStatus::Active,
                    created_at: entry.created_at,
                };
                in_time(self.ports.store.adopt(&held)).await?
            }
            None => false,
        };
        let (key, number) = (entry.key.masked(), entry.account);
        match adopted {
            true => {
                tracing::warn!(key, account = number, "the directory has this key: it is known here again")
            }
            false => {
                tracing::warn!(key, account = number, "the directory has this key; nothing here takes it")
            }
        }
        Ok(())
    }
}

/// The keys up to `end` that only one side has, or both with another entry id.
fn differing(theirs: &[Entry], ours: &[HeldKey], end: Option<&str>) -> Vec<PixKey> {
    let mut sides: BTreeMap<&PixKey, [Option<uuid::Uuid>; 2]> = BTreeMap::new();
    for entry in theirs {
        sides.entry(&entry.key).or_default()[0] = Some(entry.entry_id);
    }
    for held in ours {
        if let Some(key) = &held.key {
            sides.entry(key).or_default()[1] = Some(held.entry_id);
        }
    }
    let within = |key: &PixKey| end.is_none_or(|end| key.as_str() <= end);
    let differing = sides.into_iter().filter(|(key, [theirs, ours])| within(key) && theirs != ours);
    differing.map(|(key, _)| key.clone()).collect()
}
