//! What only a real PostgreSQL can show: when questions are due, when a look is cut off, what becomes of a connection that
//! went silent, and what a program does that cannot migrate.
//!
//! PostgreSQL is needed: the superuser's URL in TEST_POSTGRES_URL, or the demo's own (`scripts/up postgres`).

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod lookers;
mod migrations;
mod questions;
mod silence;

/// A service without tables of its own.
pub static NO_TABLES: sqlx::migrate::Migrator = sqlx::migrate::Migrator::DEFAULT;
