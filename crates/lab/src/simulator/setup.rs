//! What determines a run: its seed, a mutant, and what may go wrong how often.

use super::{chance::Chance, mutants::Mutant};

/// What determines a run.
#[derive(Debug, Clone, Copy)]
pub struct Setup {
    pub seed: u64,
    pub mutant: Option<Mutant>,
    pub model: FaultModel,
}

/// What may go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultModel {
    Everything,
    /// Everything, but every loss is noticed, as Kafka and PostgreSQL let it be noticed. Then the repair takes effect soon.
    Outages,
    /// Processes die, and that is all: network and stores work, and who starts again asks once.
    Crashes,
}

/// The kinds of steps.
pub enum EventKind {
    Kill,
    Start,
    Request,
    Retry,
    Sweep,
    Forge,
    Wipe,
    Rewind,
    BankDown,
    SetClock,
    Silence,
    ReopenReaders,
    CloseAccount,
    Deliver,
    Work,
}

impl EventKind {
    /// Most steps are work; the rest is drawn out of a thousand.
    pub fn draw(chance: &Chance, model: FaultModel) -> Self {
        match chance.below(1000) {
            0..4 => Self::Kill,
            4..20 => Self::Start,
            20..29 => Self::Request,
            35..45 => Self::Retry,
            // Where processes only die, what follows is left out.
            45..67 if model == FaultModel::Crashes => Self::Work,
            45..55 => Self::Sweep,
            55..60 => Self::Forge,
            60 if chance.happens(300) => Self::Wipe,
            61..63 => Self::Rewind,
            63 if chance.happens(500) => Self::BankDown,
            64 if chance.happens(500) => Self::SetClock,
            65 => Self::Silence,
            66 => Self::ReopenReaders,
            67 if chance.happens(300) => Self::CloseAccount,
            68..200 => Self::Deliver,
            _ => Self::Work,
        }
    }
}
