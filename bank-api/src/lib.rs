//! One bank: accounts, keys and transfers behind a REST interface; its books in PostgreSQL, its word to the hub by gRPC
//! and Kafka.
//!
//! Read in this order: [`domain`] decides, [`application`] loads, commits and sends through ports, [`adapters`] are the
//! ports' real ends, [`assemble`] puts them together, [`Serve`] runs them. Nothing here is one particular bank: that comes from the banks file.

pub mod adapters;
pub mod application;
mod assemble;
pub mod domain;
#[cfg(feature = "faults")]
mod faults;
mod options;
mod serve;

pub use assemble::{Assembled, Ports, Setup, assemble};
pub use options::Options;
pub use serve::Serve;
