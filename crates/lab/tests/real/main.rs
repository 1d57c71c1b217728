//! The real system, from outside: real binaries, real Kafka, real PostgreSQL, as `scripts/up` starts them. One test at
//! a time, because some kill services.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod bad_input;
mod demo;
mod fixture;
mod foreign_bank;
mod identity;
mod journey;
mod logs;
mod long_absences;
mod lost_answers;
mod outages;
mod secrets;
mod servers;
