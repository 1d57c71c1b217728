//! `partition-silent`: of one partition nothing comes any more, until another reader begins. `reader-silent`: of none.

use crate::planted;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Records that are read before it falls silent.
const BEFORE: u32 = 50;

enum Silence {
    /// After so many more records.
    In(u32),
    Of(String, i32),
    Over,
}

static SILENCE: Mutex<Silence> = Mutex::new(Silence::In(BEFORE));

fn silence() -> MutexGuard<'static, Silence> {
    SILENCE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Is what was just read from there never to be seen?
pub fn silenced(topic: &str, partition: i32) -> bool {
    let all = planted("reader-silent");
    if !all && !planted("partition-silent") {
        return false;
    }
    let mut silence = silence();
    match &mut *silence {
        Silence::In(0) => *silence = Silence::Of(topic.to_owned(), partition),
        Silence::In(left) => *left -= 1,
        Silence::Of(silent, part) => return all || (silent == topic && *part == partition),
        Silence::Over => {}
    }
    false
}

/// Another reader has begun.
pub fn reader_opened() {
    let mut silence = silence();
    if matches!(*silence, Silence::Of(..)) {
        *silence = Silence::Over;
    }
}
