//! The hub, feature by feature: the contracts of its stores on memory and on PostgreSQL, then the transports on memory.
//!
//! PostgreSQL is needed: the demo's own (`scripts/up postgres`), or the superuser's URL in TEST_POSTGRES_URL.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod dead_letters;
mod directory;
mod fixture;
mod grpc_keys;
mod grpc_transfers;
mod http;
mod inbox;
mod key_budget;
mod participants;
mod plans;
mod put_aside;
mod questions;
mod recall;
mod refused_data;
mod rest;
mod rest_operations;
mod retention;
mod returns;
mod samples;
mod test_hub;
mod transfers;
mod two_hubs;
