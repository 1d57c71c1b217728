//! What a run plays: a seeded schedule of faults, deaths and mutants.

use super::{
    environment::instance::Routing,
    faults::{
        deaths::Death,
        fault::{Durations, Fault},
        mutants::Mutant,
    },
    workload::pace::Pace,
};
use rand::{SeedableRng as _, rngs::StdRng, seq::SliceRandom as _};

/// What is to be played.
pub struct Plan {
    pub seed: u64,
    pub durations: Durations,
    /// How much is sent meanwhile.
    pub pace: Pace,
    pub routing: Routing,
    /// With one of each service, in order.
    pub alone: Vec<Fault>,
    /// With two of each.
    pub doubled: Vec<Fault>,
    /// On a small disk, where one can be mounted.
    pub disk_full: bool,
    pub deaths: Vec<Vec<Death>>,
    pub mutants: Vec<Mutant>,
}

impl Plan {
    /// How many rounds there are.
    pub fn rounds(&self) -> usize {
        self.alone.len()
            + self.doubled.len()
            + usize::from(self.disk_full)
            + self.deaths.len()
            + self.mutants.len()
    }

    /// The order of the faults is the seed's.
    pub fn shuffle(&mut self) {
        let mut chance = StdRng::seed_from_u64(self.seed);
        self.alone.shuffle(&mut chance);
        self.doubled.shuffle(&mut chance);
    }
}
