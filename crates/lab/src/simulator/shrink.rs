//! Shortens a failing run: mutes its events, first many at once and then one by one, as long as the same invariant still
//! breaks. What is left is what the failure needs.

use super::{event::Event, report::Failure, setup::Setup, simulation::Simulation};
use std::{
    collections::BTreeSet,
    fmt,
    time::{Duration, Instant},
};

/// The shortest run that was found.
pub struct Shrunk {
    pub failure: Failure,
    /// Events of the whole run.
    of: usize,
    runs: usize,
    /// Not every event was tried: time ran out.
    unfinished: bool,
}

impl fmt::Display for Shrunk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { failure, of, runs, unfinished } = self;
        let more = if *unfinished { ", and time ran out" } else { "" };
        writeln!(f, "{} of its {of} events suffice ({runs} shorter runs{more}):", failure.events.len())?;
        failure.events.iter().try_for_each(|event| writeln!(f, "  {event}"))?;
        write!(f, "  step {:>5}: {}", failure.step, failure.breach)
    }
}

/// Shortens the run that came to `failure`, for at most so long.
pub fn shrink(setup: Setup, failure: Failure, time_max: Duration) -> Shrunk {
    let end = Instant::now() + time_max;
    let of = failure.events.len();
    let mut shrunk = Shrunk { failure, of, runs: 0, unfinished: false };
    let (mut muted, mut size) = (BTreeSet::new(), of.div_ceil(2));
    while size > 0 {
        let mut from = 0;
        loop {
            let steps = steps(&shrunk.failure.events);
            let Some(chunk) = steps.get(from..steps.len().min(from + size)).filter(|chunk| !chunk.is_empty())
            else {
                break;
            };
            if Instant::now() > end {
                return Shrunk { unfinished: true, ..shrunk };
            }
            let fewer: BTreeSet<_> = muted.iter().chain(chunk).copied().collect();
            shrunk.runs += 1;
            match still_fails(setup, &fewer, &shrunk.failure) {
                Some(failure) => (shrunk.failure, muted) = (failure, fewer),
                None => from += size,
            }
        }
        size /= 2;
    }
    shrunk
}

fn steps(events: &[Event]) -> Vec<usize> {
    let mut steps: Vec<_> = events.iter().map(|event| event.step).collect();
    steps.dedup();
    steps
}

/// The failure without these steps' events, if it is the same one and there are fewer events indeed.
fn still_fails(setup: Setup, muted: &BTreeSet<usize>, before: &Failure) -> Option<Failure> {
    let failure = Simulation::new(setup, muted.clone()).run().err()?;
    let same = failure.breach.invariant == before.breach.invariant;
    (same && failure.events.len() < before.events.len()).then_some(failure)
}
