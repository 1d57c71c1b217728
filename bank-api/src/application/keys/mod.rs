//! The Pix keys of the bank's customers: registered, removed, listed, looked up, given up with their account.
//!
//! The intent stands in the bank before the hub is asked, and the same request is repeated until its answer is definite
//! ([`Reconciler`]). Nothing is compensated; only what certainly never reached the hub is taken back.

mod close;
mod lookup;
mod reconcile;
mod refusal;
mod register;
mod remove;
mod request;

pub use close::CloseRefusal;
pub use lookup::Payee;
pub use reconcile::Reconciler;
pub use refusal::KeyRefusal;
pub use remove::Removal;
pub use request::{KeyRequest, path_key};

use super::{
    anti_scan::AntiScan,
    ports::{Books, Hub, KeyStore, Wanted},
};
use crate::domain::{Account, AccountId, HeldKey, OurBank};
use engine::{Clock, Entropy, Unavailable};
use std::sync::Arc;

/// How often an operation looks again when others change the same key under its hands.
const LOOKS_MAX: usize = 4;
/// Intents of one account that may wait for the hub at a time.
const WAITING_MAX: usize = 20;

/// What the keys need of the bank and the world.
pub struct KeyPorts {
    pub store: Arc<dyn KeyStore>,
    pub books: Arc<dyn Books>,
    pub hub: Arc<dyn Hub>,
    pub bank: OurBank,
    pub clock: Clock,
    pub entropy: Entropy,
}

/// The use cases of keys.
pub struct Keys {
    ports: KeyPorts,
    anti_scan: Arc<AntiScan>,
}

impl Keys {
    pub fn new(ports: KeyPorts, anti_scan: Arc<AntiScan>) -> Self {
        Self { ports, anti_scan }
    }

    /// The keys of an account, unsettled ones included, the oldest first.
    ///
    /// # Errors
    /// [`Unavailable`] when the store is away.
    pub async fn list(&self, account: AccountId) -> Result<Vec<HeldKey>, Unavailable> {
        self.ports.store.of_account(account).await
    }

    /// The account and its holder.
    async fn account(&self, id: AccountId) -> Result<Account, KeyRefusal> {
        let wanted = Wanted { accounts: vec![id], ..Wanted::default() };
        let copy = self.ports.books.load(&wanted).await?;
        copy.account(id).cloned().ok_or(KeyRefusal::NoAccount)
    }
}

/// The same key changes all the time; the customer asks again.
fn contended() -> KeyRefusal {
    KeyRefusal::Unavailable(Unavailable("this key is being changed at the same time; try again".into()))
}
