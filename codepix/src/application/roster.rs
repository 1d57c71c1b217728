//! The banks that take part, at hand. Read again from the store when a bank is not found, since another instance of the
//! hub may have added it; for strangers at most once a second, or anybody could keep the store busy.

use super::ports::{Enrolled, ParticipantError, ParticipantStore, TokenHash};
use crate::domain::Participant;
use engine::Unavailable;
use pix::{BankCode, Ispb};
use sha2::{Digest, Sha256};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::sync::{Mutex, watch};

/// How long an answer of the store holds for those whom it does not know.
const LOOK_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// How a bank's token is kept. Tokens are long and random, so a plain hash is enough.
pub fn token_hash(token: &str) -> TokenHash {
    Sha256::digest(token).into()
}

/// All participants, in memory.
pub struct Roster {
    store: Arc<dyn ParticipantStore>,
    banks: watch::Sender<Arc<[Enrolled]>>,
    /// When the store was last read for somebody unknown, and how that went.
    looked: Mutex<Option<(Instant, Result<(), Unavailable>)>>,
}

impl Roster {
    /// An empty roster; [`Roster::refresh`] fills it.
    pub fn new(store: Arc<dyn ParticipantStore>) -> Self {
        Self { store, banks: watch::Sender::new(Arc::default()), looked: Mutex::default() }
    }

    /// Reads all participants again.
    pub async fn refresh(&self) -> Result<(), Unavailable> {
        let all = self.store.all().await?;
        self.banks.send_if_modified(|banks| {
            let news = **banks != *all;
            *banks = all.into();
            news
        });
        Ok(())
    }

    /// The same for somebody unknown: one at a time, and not when somebody has just done it.
    pub async fn look_again(&self) -> Result<(), Unavailable> {
        let mut looked = self.looked.lock().await;
        if let Some((at, result)) = looked.as_ref()
            && at.elapsed() < LOOK_AGAIN_AFTER
        {
            return result.clone();
        }
        let result = self.refresh().await;
        *looked = Some((Instant::now(), result.clone()));
        result
    }

    /// Adds a bank, or changes the name and token of one.
    pub async fn put(&self, participant: &Participant, token: &str) -> Result<(), ParticipantError> {
        self.store.put(participant, token_hash(token)).await?;
        Ok(self.refresh().await?)
    }

    /// Takes a bank's token away. False when no bank has this code.
    pub async fn revoke(&self, code: BankCode) -> Result<bool, Unavailable> {
        let known = self.store.revoke(code).await?;
        self.refresh().await?;
        Ok(known)
    }

    /// Makes the banks file true, as [`ParticipantStore::enroll`] has it.
    pub async fn enroll(&self, file: &[(Participant, &str)]) -> Result<(), ParticipantError> {
        let file: Vec<_> = file.iter().map(|(bank, token)| (bank.clone(), token_hash(token))).collect();
        self.store.enroll(&file).await?;
        Ok(self.refresh().await?)
    }

    pub fn all(&self) -> Arc<[Enrolled]> {
        Arc::clone(&self.banks.borrow())
    }

    pub fn by_ispb(&self, ispb: Ispb) -> Option<Participant> {
        self.find(|enrolled| enrolled.bank.ispb == ispb)
    }

    pub fn by_code(&self, code: BankCode) -> Option<Participant> {
        self.find(|enrolled| enrolled.bank.code == code)
    }

    /// Who holds this token?
    pub async fn by_token(&self, token: &str) -> Result<Option<Participant>, Unavailable> {
        let hash = token_hash(token);
        if let Some(bank) = self.find(|enrolled| enrolled.token == Some(hash)) {
            return Ok(Some(bank));
        }
        self.look_again().await?;
        Ok(self.find(|enrolled| enrolled.token == Some(hash)))
    }

    /// Ends when nobody holds this token any more.
    pub fn token_ends(&self, token: &str) -> impl Future<Output = ()> + Send + use<> {
        let (hash, mut banks) = (token_hash(token), self.banks.subscribe());
        async move {
            let held = |banks: &Arc<[Enrolled]>| banks.iter().any(|enrolled| enrolled.token == Some(hash));
            // The roster itself goes only with the whole hub.
            drop(banks.wait_for(|banks| !held(banks)).await);
        }
    }

    fn find(&self, is_it: impl Fn(&Enrolled) -> bool) -> Option<Participant> {
        self.all().iter().find(|enrolled| is_it(enrolled)).map(|enrolled| enrolled.bank.clone())
    }
}
