//! What the use cases need from outside. Ports take batches; no transaction crosses one.
//!
//! Each store has a real end on PostgreSQL and one in memory, and one list of tests for both.

mod accounts;
mod books;
mod changes;
mod charges;
mod hub;
mod keys;
mod locations;
mod messages;
mod notices;
mod sessions;
mod statements;

pub use accounts::{Accounts, Closing, NotOpened, Opening};
pub use books::{Books, ChargeOf, Wanted};
pub use changes::{CHANGES_MAX, ChangeStore};
pub use charges::{ChargePage, ChargeWithPayments, Charges, NewCharge, PAYMENTS_MAX, Written};
pub use hub::{Entry, EntryPage, HoldingBank, Hub, HubError, HubRefusal, HubRule, Registration};
pub use keys::{Intent, KeyStore};
pub use locations::{FoundCharge, LocationError, Locations};
pub use messages::Encoder;
pub use notices::{Changed, Notices};
pub use sessions::{SESSIONS_MAX, Sessions};
pub use statements::{Movement, Statement, StatementPage, Statements};

use std::sync::Arc;

/// The bank's memory, and how its instances notify each other of what changed in it.
#[derive(Clone)]
pub struct Stores {
    pub books: Arc<dyn Books>,
    pub accounts: Arc<dyn Accounts>,
    pub sessions: Arc<dyn Sessions>,
    pub statements: Arc<dyn Statements>,
    pub changes: Arc<dyn ChangeStore>,
    pub keys: Arc<dyn KeyStore>,
    pub charges: Arc<dyn Charges>,
    pub notices: Arc<dyn Notices>,
}
