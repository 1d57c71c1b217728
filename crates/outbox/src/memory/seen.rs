//! What happens in the broker in memory, for whoever looks on.

use crate::Record;

/// One thing that has happened just now.
#[derive(Debug, Clone, Copy)]
pub enum Seen<'a> {
    /// A record was written to its topic.
    Written {
        record: &'a Record,
        /// What it is about.
        key: &'a str,
    },
    /// A reader has told that it acted on everything before `next`.
    Reached { group: &'a str, topic: &'a str, next: i64 },
    /// All topics begin anew.
    Wiped,
}
