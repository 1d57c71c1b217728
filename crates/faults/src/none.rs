//! No faults: what ships.

/// Whether this bug is planted: never.
pub const fn planted(_bug: &str) -> bool {
    false
}

/// Each caller's own.
pub const fn answers<A>(answers: Vec<A>) -> Vec<A> {
    answers
}

/// The clock is right.
pub const fn clock_skew_seconds() -> i64 {
    0
}

/// Nothing is kept from the reader.
pub const fn silenced(_topic: &str, _partition: i32) -> bool {
    false
}

/// Nothing to know.
pub const fn reader_opened() {}
