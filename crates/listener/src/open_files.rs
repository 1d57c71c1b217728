//! How many files the system lets this process open: every connection is one.

/// More are never asked for.
const WANTED: u64 = 1 << 16;
/// Those that are no strangers' connections: databases, brokers, streams of our own.
const OTHERS: u64 = 256;
/// A process has two listeners at most, which share the rest.
const LISTENERS: u64 = 2;

/// Raises the limit as far as it goes. As many connections as `wanted` and possible.
pub(crate) fn room_for(wanted: usize) -> usize {
    let room = usize::try_from(raised().saturating_sub(OTHERS) / LISTENERS).unwrap_or(usize::MAX);
    wanted.min(room.max(1))
}

/// The files that may be open, once the soft limit is as high as it goes.
#[cfg(unix)]
fn raised() -> u64 {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let possible = maximum.unwrap_or(WANTED).min(WANTED);
    let soft = current.unwrap_or(WANTED);
    let raised = Rlimit { current: Some(possible), maximum };
    if soft < possible && setrlimit(Resource::Nofile, raised).is_ok() { possible } else { soft }
}

/// There is no limit of one's own elsewhere.
#[cfg(not(unix))]
fn raised() -> u64 {
    WANTED
}
