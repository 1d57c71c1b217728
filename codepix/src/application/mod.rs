//! What the hub can be asked to do, and the ports it needs for that. Knows no transport and no database.

mod app;
mod authenticator;
mod code_hosts;
pub mod fields;
mod keep_keys;
mod key_budget;
pub mod key_form;
mod participant_cache;
mod participant_form;
mod ports;
mod recall;
mod retention;
mod route_transfers;
mod routed_returns;
mod transfer_feed;
mod transfer_metrics;

pub use app::{App, concerns};
pub use authenticator::{AuthError, Authenticator, Caller, bearer};
pub use code_hosts::CodeHosts;
pub use fields::BadField;
pub use keep_keys::{KeepKeys, KeyAnswer, KeyCommand, KeyOutcome, KeyRefusal};
pub use key_budget::{KeyBudget, NotNow};
pub use key_form::KeyForm;
pub use participant_cache::{ParticipantCache, token_hash};
pub use participant_form::ParticipantForm;
pub use ports::{
    DirectoryChange, DirectoryState, DirectoryStore, Encoder, Enrolled, HeldReturn, Instances, LOOKED_AT_MAX,
    ParticipantError, ParticipantStore, Returns, Stores, TokenHash, TransferChange, TransferList,
    TransferPage, TransferStore,
};
pub use recall::Recall;
pub use retention::{Deleted, Retention};
pub use route_transfers::{InstructionError, RouteTransfers};
pub use transfer_feed::{FeedEvent, TransferFeed};
