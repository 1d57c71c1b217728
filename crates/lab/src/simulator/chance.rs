//! The one source of chance of a run. Same seed, same questions: same answers.

use rand::{Rng, SeedableRng, rngs::StdRng};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Seeded chance, shared by all parts of a world. Faults can be switched off.
#[derive(Clone)]
pub struct Chance(Arc<Mutex<(StdRng, bool)>>);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(Arc::new(Mutex::new((StdRng::seed_from_u64(seed), true))))
    }

    /// From now on nothing fails any more.
    pub fn heal(&self) {
        self.lock().1 = false;
    }

    /// Does this fault strike now?
    pub fn fault(&self, per_mille: u32) -> bool {
        let mut state = self.lock();
        state.0.random_ratio(per_mille, 1000) && state.1
    }

    pub fn happens(&self, per_mille: u32) -> bool {
        self.lock().0.random_ratio(per_mille, 1000)
    }

    /// A number below `end`, which is above zero.
    pub fn below(&self, end: usize) -> usize {
        self.lock().0.random_range(0..end)
    }

    pub fn bits(&self) -> u64 {
        self.lock().0.random()
    }

    fn lock(&self) -> MutexGuard<'_, (StdRng, bool)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
