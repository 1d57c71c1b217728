//! A bank whose process can die at any moment, before a hub that is not always there.

use crate::{
    faulty_hub::FaultyHub,
    samples::{at, customers, ipe, mare},
};
use bank_api::{
    adapters::memory::{MemoryBooks, MemoryKeys},
    application::{
        AntiScan, Hub as _, KeyPorts, KeyRequest, KeyStore as _, Keys, Reconciler, Registration, Uptime,
    },
    domain::{AccountId, HeldKey, KeyStatus, LookupLimits},
};
use pix::PixKey;
use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};
use uuid::Uuid;

/// What outlives a process: the bank's store, the hub, time.
pub struct Fixture {
    pub books: MemoryBooks,
    pub store: MemoryKeys,
    pub hub: FaultyHub,
    pub seconds: Arc<AtomicI64>,
}

impl Fixture {
    pub fn new() -> Self {
        let books = MemoryBooks::default();
        customers().into_iter().for_each(|account| books.open(account));
        let store = MemoryKeys(books.clone());
        Self { books, store, hub: FaultyHub::new(ipe()), seconds: Arc::default() }
    }

    /// The bank's process, started anew.
    pub fn keys(&self) -> Arc<Keys> {
        let seconds = Arc::clone(&self.seconds);
        let ports = KeyPorts {
            store: Arc::new(self.store.clone()),
            books: Arc::new(self.books.clone()),
            hub: Arc::new(self.hub.clone()),
            bank: ipe(),
            clock: Arc::new(move || at(seconds.load(Ordering::Relaxed))),
            entropy: engine::system_entropy(),
        };
        let seconds = Arc::clone(&self.seconds);
        let uptime: Uptime =
            Arc::new(move || Duration::from_secs(seconds.load(Ordering::Relaxed).unsigned_abs()));
        Arc::new(Keys::new(ports, Arc::new(AntiScan::at(LookupLimits::default(), uptime))))
    }

    pub async fn register(&self, account: AccountId, request: &KeyRequest) -> HeldKey {
        self.keys().register(account, request).await.unwrap()
    }

    /// One step of a reconciler that has just started: it repeats, and it compares.
    pub async fn reconcile(&self) {
        Reconciler::new(self.keys()).step(Duration::ZERO).await;
    }

    pub async fn status(&self, key: &str) -> Option<KeyStatus> {
        self.store.find(key).await.unwrap().map(|held| held.status)
    }

    pub async fn of(&self, account: AccountId) -> Vec<HeldKey> {
        self.store.of_account(account).await.unwrap()
    }

    /// A customer of the other bank registers a key there.
    pub async fn register_elsewhere(&self, key: &PixKey) -> Uuid {
        let request_id = Uuid::new_v4();
        let registration = Registration {
            request_id,
            kind: key.kind(),
            key: Some(key.clone()),
            account: AccountId(100_777),
            owner_name: "Ana Lima".into(),
            owner_tax_id: "98765432100".parse().unwrap(),
        };
        self.hub.of(mare()).register(&registration).await.unwrap();
        request_id
    }
}
