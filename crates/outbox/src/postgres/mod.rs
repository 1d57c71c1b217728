//! PostgreSQL as the memory: open questions and dead letters stand in the service's own database.

mod collector;
mod dead_letters;
mod errors;
mod migrate;
mod pools;
mod questions;

pub use collector::PostgresCollector;
pub use dead_letters::PostgresDeadLetters;
pub use errors::{commit_error, unavailable};
pub use migrate::{migrate, migrate_when_there};
pub use pools::{Pools, alone, pool};
pub use questions::{PostgresQuestions, QuestionColumns};
