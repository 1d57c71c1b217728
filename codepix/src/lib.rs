//! The hub: a key directory over gRPC and transfers between banks over Kafka, in one process.
//!
//! Read in this order: [`domain`] decides, [`application`] loads, commits and sends through ports, [`adapters`] are the
//! ports' real ends. A new transport is one folder under `adapters` and one line in `main.rs`.

pub mod adapters;
pub mod application;
pub mod domain;
