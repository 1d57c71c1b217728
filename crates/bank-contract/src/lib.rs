//! What is said between a bank and its pages: the bodies of `bank-api`'s REST interface, and the words of its problems.
//!
//! `bank-api` serves these types and shows their schemas at `/docs`; `bank-web` speaks them. They are what the JSON says and
//! nothing more: what holds of a value, the domain decides.

mod accounts;
mod charges;
mod codes;
mod events;
mod keys;
pub mod problem;
mod receipts;
mod returns;
mod sessions;
mod statement;
mod transfers;

pub use accounts::{AccountJson, BankJson, OpenRequest};
pub use charges::{
    ChargeJson, ChargePaymentJson, ChargeRequestJson, ChargeStatusJson, ChargesJson, LocationJson,
};
pub use codes::{CodeJson, CodeKindJson, CodeRequest, MerchantJson};
pub use events::{EventJson, EventName};
pub use keys::{KeyBody, KeyJson, KeyStatusJson, PayeeJson};
pub use receipts::{PublicPartyJson, PublicReturnJson, ReceiptJson, ReceiptStatusJson};
pub use returns::{AcceptedReturnJson, ReturnJson, ReturnReasonJson, ReturnRequest};
pub use sessions::{LoginRequest, SessionJson};
pub use statement::{Counterparty, EntryJson, EntryKind, StatementJson};
pub use transfers::{
    AcceptedJson, DirectionJson, PartyBank, PartyJson, SendRequest, StatusJson, Step, StepJson, TransferJson,
};
