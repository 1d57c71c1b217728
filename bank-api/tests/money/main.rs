//! Money of a bank, story by story: the contract of the books on memory and on PostgreSQL, then statements, what changed,
//! the events of a customer, transfers over HTTP, and what every refusal looks like.
//!
//! PostgreSQL is needed: the demo's own (`scripts/up postgres`), or the superuser's URL in TEST_POSTGRES_URL.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod anti_scan;
mod batch;
mod changes;
mod charges;
mod charges_over_http;
mod closing;
mod contract;
mod dead_letters;
mod document;
mod events;
mod fixture;
mod informed_books;
mod lost_answers;
mod metrics;
mod notices;
mod plans;
mod problems;
mod recall;
mod receipts;
mod rest_returns;
mod returns;
mod samples;
mod sessions;
mod statement;
mod store_under_test;
mod sweeping;
mod transfers;
