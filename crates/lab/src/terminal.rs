//! A line on a terminal that is rewritten in place.

use std::{
    fmt::Display,
    io::{Write as _, stdout},
};

/// Writes `line` over the present one. Without wrapping: a line longer than the terminal is wide could not be rewritten.
pub fn rewrite(line: impl Display) {
    put(&format!("\r\x1b[?7l{line}\x1b[K\x1b[?7h"));
}

/// Empties the line.
pub fn clear() {
    put("\r\x1b[2K");
}

/// Writes at once. Nobody reads any more: nothing to be done about it.
pub fn put(text: &str) {
    let mut out = stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}
