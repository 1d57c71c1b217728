//! The Pix keys of a bank, feature by feature: the contract of their store on memory and on PostgreSQL, then the stories
//! of customers, crashes and a hub that is not always there, at last the real hub over gRPC.
//!
//! PostgreSQL is needed: the demo's own (`scripts/up postgres`), or the superuser's URL in TEST_POSTGRES_URL.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod close;
mod codes;
mod dynamic_codes;
mod faulty_hub;
mod fixture;
mod grpc;
mod look_up;
mod reconcile;
mod register;
mod remove;
mod rest;
mod samples;
mod store;
mod store_under_test;
