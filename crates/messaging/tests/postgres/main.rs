//! What only a real PostgreSQL can show: when questions are due, what becomes of a connection that went silent, and what a
//! program does that cannot migrate.
//!
//! PostgreSQL is needed: the superuser's URL in TEST_POSTGRES_URL, or the demo's own (`scripts/up postgres`).

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod bench;
mod migrations;
mod questions;
mod silence;
