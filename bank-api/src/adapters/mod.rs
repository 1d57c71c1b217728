//! The bank's connections to the world. Adapters never call adapters.

pub mod cli;
pub mod grpc;
pub mod http;
pub mod memory;
pub mod messages;
#[cfg(feature = "servers")]
pub mod postgres;
pub mod rest;
