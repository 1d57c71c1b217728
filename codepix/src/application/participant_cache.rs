//! The banks that take part, cached in memory. The store is read again when a bank is not found, since another instance
//! of the hub may have added it; at most once a second, or anybody with a wrong token could keep the store busy.

use super::ports::{Enrolled, ParticipantError, ParticipantStore, TokenHash};
use crate::domain::{Feature, Features, Participant};
use engine::Unavailable;
use pix::{BankCode, Ispb};
use sha2::{Digest, Sha256};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::sync::{Mutex, watch};

/// How long the cache is good enough to say that a bank or token does not exist.
const FRESH_FOR: Duration = Duration::from_secs(1);

/// How a bank's token is kept. Tokens are long and random, so a plain hash is enough.
pub fn token_hash(token: &str) -> TokenHash {
    Sha256::digest(token).into()
}

/// All participants, in memory.
pub struct ParticipantCache {
    store: Arc<dyn ParticipantStore>,
    banks: watch::Sender<Arc<[Enrolled]>>,
    /// When [`ParticipantCache::refresh_if_old`] last read the store, and the result.
    last_refresh: Mutex<Option<(Instant, Result<(), Unavailable>)>>,
}

impl ParticipantCache {
    /// An empty cache; [`ParticipantCache::refresh`] fills it.
    pub fn new(store: Arc<dyn ParticipantStore>) -> Self {
        Self { store, banks: watch::Sender::new(Arc::default()), last_refresh: Mutex::default() }
    }

    /// Reads all participants again.
    pub async fn refresh(&self) -> Result<(), Unavailable> {
        let all = self.store.all().await?;
        self.banks.send_if_modified(|banks| {
            let changed = **banks != *all;
            *banks = all.into();
            changed
        });
        Ok(())
    }

    /// [`ParticipantCache::refresh`], one caller at a time, unless the last one was less than a second ago.
    pub async fn refresh_if_old(&self) -> Result<(), Unavailable> {
        let mut last = self.last_refresh.lock().await;
        if let Some((at, result)) = last.as_ref()
            && at.elapsed() < FRESH_FOR
        {
            return result.clone();
        }
        let result = self.refresh().await;
        *last = Some((Instant::now(), result.clone()));
        result
    }

    /// Adds a bank, or changes the name and token of one.
    pub async fn put(&self, participant: &Participant, token: &str) -> Result<(), ParticipantError> {
        self.store.put(participant, token_hash(token)).await?;
        Ok(self.refresh().await?)
    }

    /// A bank says what it knows.
    pub async fn announce(&self, ispb: Ispb, features: &Features) -> Result<bool, Unavailable> {
        let known = self.store.announce(ispb, features).await?;
        self.refresh().await?;
        Ok(known)
    }

    /// Has the bank announced this?
    pub fn knows(&self, ispb: Ispb, feature: Feature) -> bool {
        self.all().iter().any(|enrolled| enrolled.bank.ispb == ispb && enrolled.features.contains(&feature))
    }

    /// Takes a bank's token away. False when no bank has this code.
    pub async fn revoke(&self, code: BankCode) -> Result<bool, Unavailable> {
        let known = self.store.revoke(code).await?;
        self.refresh().await?;
        Ok(known)
    }

    /// Brings the participants in line with the banks file, as [`ParticipantStore::enroll`] says.
    pub async fn enroll(&self, file: &[(Participant, &str)]) -> Result<(), ParticipantError> {
        let file: Vec<_> = file.iter().map(|(bank, token)| (bank.clone(), token_hash(token))).collect();
        self.store.enroll(&file).await?;
        Ok(self.refresh().await?)
    }

    /// All participants, by code.
    pub fn all(&self) -> Arc<[Enrolled]> {
        Arc::clone(&self.banks.borrow())
    }

    pub fn by_ispb(&self, ispb: Ispb) -> Option<Participant> {
        self.find(|enrolled| enrolled.bank.ispb == ispb)
    }

    pub fn by_code(&self, code: BankCode) -> Option<Participant> {
        self.find(|enrolled| enrolled.bank.code == code)
    }

    /// The bank with this token.
    pub async fn by_token(&self, token: &str) -> Result<Option<Participant>, Unavailable> {
        let hash = token_hash(token);
        if let Some(bank) = self.find(|enrolled| enrolled.token == Some(hash)) {
            return Ok(Some(bank));
        }
        self.refresh_if_old().await?;
        Ok(self.find(|enrolled| enrolled.token == Some(hash)))
    }

    /// Ends when this token was replaced or revoked.
    pub fn token_ends(&self, token: &str) -> impl Future<Output = ()> + Send + use<> {
        let (hash, mut banks) = (token_hash(token), self.banks.subscribe());
        async move {
            let held = |banks: &Arc<[Enrolled]>| banks.iter().any(|enrolled| enrolled.token == Some(hash));
            // It fails only if the cache is dropped, with the whole hub.
            drop(banks.wait_for(|banks| !held(banks)).await);
        }
    }

    fn find(&self, is_it: impl Fn(&Enrolled) -> bool) -> Option<Participant> {
        self.all().iter().find(|enrolled| is_it(enrolled)).map(|enrolled| enrolled.bank.clone())
    }
}
