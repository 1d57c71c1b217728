//! The hub: a key directory over gRPC and transfers between banks over Kafka, in one process.
//!
//! Read in this order: [`domain`] decides, [`application`] loads, commits and sends through ports, [`adapters`] are the
//! ports' real ends, [`assemble`] puts them together, [`Serve`] runs them. A new transport is one folder under
//! `adapters` and one line in `serve.rs`.

pub mod adapters;
pub mod application;
mod assemble;
pub mod domain;
#[cfg(feature = "faults")]
mod faults;
mod members;
mod options;
mod serve;

pub use assemble::{Assembled, Ports, assemble};
pub use options::Options;
pub use serve::Serve;
