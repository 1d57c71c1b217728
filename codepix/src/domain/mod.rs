//! The hub's rules, pure: no clock, no randomness, no I/O. Same state, same command, same instant: same answer.

mod directory;
mod key_limits;
mod participant;
mod transfer;

#[cfg(test)]
mod directory_tests;
#[cfg(test)]
mod transfer_tests;

pub use directory::{
    Account, Decided, DirectoryRefusal, Entry, KEYS_MAX_CNPJ, KEYS_MAX_CPF, Owner, Past, Present,
    Registration, Removal,
};
pub use key_limits::{KeyBuckets, KeyLimits, Limit};
pub use participant::Participant;
pub use transfer::{
    Command, Contradiction, Decision, Instruction, Order, Outgoing, Payee, Status, Transfer, decide,
};
