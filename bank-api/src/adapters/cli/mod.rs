//! The bank on the command line, for whoever runs it.

mod accounts;
mod healthcheck;

pub use accounts::{AccountCommand, accounts, transfer};
pub use healthcheck::healthcheck;
