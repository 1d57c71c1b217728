//! The hub's rules, pure: no clock, no randomness, no I/O. Same state, same command, same instant: same answer.

mod directory;
mod instruction;
mod key_limits;
mod participant;
mod returns;
mod transfer;

pub use directory::{
    Account, Decided, DirectoryRefusal, Entry, KEYS_MAX_CNPJ, KEYS_MAX_CPF, Owner, Past, Present,
    Registration, Removal,
};
pub use instruction::{Command, Instruction, Order, Payee, ReturnOrder};
pub use key_limits::{KeyBuckets, KeyLimits, Limit};
pub use participant::{Feature, FeatureError, Features, Participant};
pub use transfer::{Contradiction, Decision, Known, Outgoing, Status, Transfer, decide};
