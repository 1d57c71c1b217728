//! The bank's rules, pure: no clock, no randomness, no I/O. Same state, same command, same instant: same answer.

mod account;
mod bank;
mod key;
mod ledger;
mod lookups;
mod pin;
mod receiving;
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
pub use sending::{Order, PaidInside, SendRefusal, send};
pub use settling::{Settlement, settle};
pub use transfer::{Contradiction, Decision, Idempotency, Outgoing, Question, Side, Status, Transfer};
