//! The seams where tests plant faults, as they ship: nothing. See `faults` for what stands here in tests.

use crate::{DeadLetters, Log, Producer, Questions, Record};
use std::sync::Arc;

/// The same.
pub fn producer(inner: Arc<dyn Producer>) -> Arc<dyn Producer> {
    inner
}

/// The same.
pub fn log(inner: Box<dyn Log>) -> Box<dyn Log> {
    inner
}

/// The same.
pub fn questions(inner: Arc<dyn Questions>) -> Arc<dyn Questions> {
    inner
}

/// The same.
pub fn dead_letters(inner: Arc<dyn DeadLetters>) -> Arc<dyn DeadLetters> {
    inner
}

/// Each caller's own.
pub fn answers<A>(inner: Vec<A>) -> Vec<A> {
    inner
}

/// Right.
pub const fn clock_skew_seconds() -> i64 {
    0
}

/// Never.
pub const fn silenced(_record: &Record) -> bool {
    false
}

/// Nothing to know.
pub const fn reader_opened() {}
