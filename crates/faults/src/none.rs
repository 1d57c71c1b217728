//! No faults: what ships.

/// Each caller's own.
pub const fn answers<A>(answers: Vec<A>) -> Vec<A> {
    answers
}

/// Nothing is kept from the reader.
pub const fn silenced(_topic: &str, _partition: i32) -> bool {
    false
}

/// Nothing to know.
pub const fn reader_opened() {}
