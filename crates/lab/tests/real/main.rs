//! The real system, from outside: real binaries, real Kafka, real PostgreSQL, as `scripts/up` starts them. One story at
//! a time, because some pull plugs.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod bad_input;
mod demo;
mod foreign_bank;
mod identity;
mod journey;
mod logs;
mod long_absences;
mod lost_answers;
mod outages;
mod secrets;
mod servers;
mod town;
