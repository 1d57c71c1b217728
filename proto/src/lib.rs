//! The contracts between banks and the hub, as Rust: gRPC services, Kafka payloads, topic names.
//!
//! Generated from `codepix/v1/*.proto`, which any other program can use to be a bank. What the messages mean
//! stands there; this crate adds only the names of topics and message types.

pub mod topic;
pub mod values;

/// Version 1 of the contracts.
pub mod v1 {
    #![allow(clippy::all, missing_docs)]
    tonic::include_proto!("codepix.v1");
}

/// The compiled descriptors, for the reflection service.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/codepix.v1.bin"));
