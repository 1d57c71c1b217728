//! What the hub can be asked to do, and the ports it needs for that. Knows no transport and no database.

mod app;
mod assemble;
mod bulletin;
mod forget_requests;
mod gate;
mod keep_keys;
mod key_budget;
pub mod key_form;
mod messages;
mod participant_form;
mod ports;
mod readiness;
mod roster;
mod route_transfers;
mod tally;

pub use app::{App, concerns};
pub use assemble::{Assembled, Stores, World, assemble};
pub use bulletin::{Bulletin, Change};
pub use forget_requests::ForgetRequests;
pub use gate::{Caller, Denied, Gate, bearer};
pub use keep_keys::{KeepKeys, KeyAnswer, KeyCommand, KeyRefusal};
pub use key_budget::{KeyBudget, NotNow};
pub use key_form::{BadField, KeyForm};
pub use messages::Inbox;
pub use participant_form::ParticipantForm;
pub use ports::{
    DirectoryChange, DirectoryState, DirectoryStore, Enrolled, LOOKED_AT_MAX, ParticipantError,
    ParticipantStore, TokenHash, TransferChange, TransferList, TransferPage, TransferStore,
};
pub use readiness::{Readiness, Ready};
pub use roster::{Roster, token_hash};
pub use route_transfers::{Objection, RouteTransfers};
