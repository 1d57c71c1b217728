//! How many files the system lets this process open: every connection is one.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// More are never asked for.
const WANTED: u64 = 1 << 16;
/// Those that are no strangers' connections: databases, brokers, streams of our own.
const OTHERS: u64 = 256;
/// A process has two listeners at most, which share the rest.
const LISTENERS: u64 = 2;

/// Raises the soft limit as far as it goes. As many connections as `wanted` and possible.
pub(crate) fn room_for(wanted: usize) -> usize {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let possible = maximum.unwrap_or(WANTED).min(WANTED);
    let mut soft = current.unwrap_or(WANTED);
    if soft < possible && setrlimit(Resource::Nofile, Rlimit { current: Some(possible), maximum }).is_ok() {
        soft = possible;
    }
    let room = usize::try_from(soft.saturating_sub(OTHERS) / LISTENERS).unwrap_or(usize::MAX);
    wanted.min(room.max(1))
}
