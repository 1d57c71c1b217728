//! The bank on the command line, for whoever runs it.

mod accounts;
mod dead_letters;
mod healthcheck;

pub use accounts::{AccountCommand, accounts, transfer};
pub use dead_letters::{DeadLetterCommand, dead_letters};
pub use healthcheck::healthcheck;
