//! Everything that exercises the system from outside.
//!
//! [`simulator`] runs hub and banks on one thread from one seed. The others need real processes: [`audit`] proves the books
//! of all databases, [`bench`] measures, [`demo`] sends a trickle of transfers to kill things under, [`chaos`] breaks
//! everything in an environment of its own, [`client`] is what they and the end-to-end tests speak to banks with.

#![allow(
    clippy::disallowed_methods,
    reason = "the lab stands outside: it may ask the system for time and chance"
)]

pub mod audit;
pub mod bench;
pub mod chaos;
pub mod client;
pub mod demo;
pub mod simulator;
mod terminal;
