//! The one source of chance of a run. The same seed and the same questions give the same answers.
//!
//! Each step has a stream of its own, so that a step can be muted, and the draws of all others stay as they were: a
//! failing run can be shortened event by event.

use super::event::Event;
use rand::{Rng, SeedableRng, rngs::SmallRng};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Seeded chance, shared by all parts of a simulation.
#[derive(Clone)]
pub struct Chance(Arc<Mutex<State>>);

struct State {
    seed: u64,
    stream: SmallRng,
    step: usize,
    /// Which process is at work in this step.
    at_work: Arc<str>,
    faults: bool,
    /// Steps in which nothing goes wrong and nobody asks for anything.
    muted: BTreeSet<usize>,
    events: Vec<Event>,
}

/// Spreads the streams of neighbouring seeds (2^64 divided by the golden ratio, made odd).
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

impl Chance {
    pub fn new(seed: u64, muted: BTreeSet<usize>) -> Self {
        let (stream, events) = (SmallRng::seed_from_u64(seed), Vec::new());
        Self(Arc::new(Mutex::new(State {
            seed,
            stream,
            step: 0,
            at_work: Arc::default(),
            faults: true,
            muted,
            events,
        })))
    }

    /// From here on the draws are those of this step, whatever was drawn before.
    pub fn begin(&self, step: usize) {
        let mut state = self.lock();
        state.step = step;
        state.stream = SmallRng::seed_from_u64(state.seed.wrapping_add(1).wrapping_mul(SPREAD) ^ step as u64);
    }

    /// The process whose calls fail from here on, if any do.
    pub fn at_work(&self, process: Arc<str>) {
        self.lock().at_work = process;
    }

    /// From now on no call fails any more.
    pub fn heal(&self) {
        self.lock().faults = false;
    }

    /// Does this happen to the process at work? Noted as an event.
    pub fn fault(&self, per_mille: u32, what: &str) -> bool {
        let mut state = self.lock();
        let strikes = state.stream.random_ratio(per_mille, 1000) && state.faults;
        let process = Arc::clone(&state.at_work);
        strikes && state.note(|| format!("{process}: {what}"))
    }

    /// Notes an event from outside the processes; false where the step is muted, and it must not happen.
    pub fn event(&self, what: impl FnOnce() -> String) -> bool {
        self.lock().note(what)
    }

    pub fn happens(&self, per_mille: u32) -> bool {
        self.lock().stream.random_ratio(per_mille, 1000)
    }

    /// A number below `end`, which is above zero.
    pub fn below(&self, end: usize) -> usize {
        self.lock().stream.random_range(0..end)
    }

    pub fn bits(&self) -> u64 {
        self.lock().stream.random()
    }

    /// All events so far.
    pub fn events(&self) -> Vec<Event> {
        self.lock().events.clone()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn note(&mut self, what: impl FnOnce() -> String) -> bool {
        let happens = !self.muted.contains(&self.step);
        if happens {
            self.events.push(Event { step: self.step, what: what() });
        }
        happens
    }
}
