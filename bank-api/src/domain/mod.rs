//! The bank's rules, pure: no clock, no randomness, no I/O. Same state, same command, same instant: same answer.

mod account;
mod bank;
mod key;
mod ledger;
mod lookups;
mod pin;
mod receiving;
mod receiving_back;
mod returning;
mod sending;
mod settling;
mod transfer;

#[cfg(test)]
pub(crate) mod fixture;

pub use account::{Account, AccountId, BRANCH};
pub use bank::{Context, OurBank};
pub use key::{HeldKey, KeyStatus};
pub use ledger::{Ledger, Posting, PostingKind};
pub use lookups::{LookupBuckets, LookupCaller, LookupLimits};
pub use pin::{Pin, PinChange, PinRefusal, PinState};
pub use receiving::{Forwarded, receive};
pub use receiving_back::{ReturnForwarded, receive_back};
pub use returning::{RETURNABLE_DAYS, ReturnOrder, ReturnRefusal, Returnable, give_back};
pub use sending::{Order, PaidInside, SendRefusal, send};
pub use settling::{Settlement, settle};
pub use transfer::{
    Contradiction, Decision, Idempotency, Outgoing, Question, Returned, Side, Status, Transfer,
};
