//! Bugs that a programmer might have made, planted in the services: chaos is worth something if it catches each. And
//! failures of what the services stand on, planted likewise, which they must heal by themselves.

use super::{
    crowd::Crowd,
    failpoints::{self, Death, STEPS},
    fault::{Break, Fault},
    names::{Neighbour, Role},
    round::{self, HEALED, Round},
    run::Plan,
    stage::Stage,
};
use rand::rngs::StdRng;
use std::time::Duration;

/// What brings a bug to light.
#[derive(Debug, Clone, Copy)]
pub enum Provoked {
    By(Fault),
    /// By a death behind the commit of this step.
    AtStep(usize),
}

/// What must become of a bug.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Must {
    /// An invariant breaks.
    BeCaught,
    /// Everything holds all the same.
    Heal,
}

/// A bug, by the name the services know it by, and what provokes it.
#[derive(Debug, Clone, Copy)]
pub struct Bug {
    pub name: &'static str,
    pub provoked: Provoked,
    pub must: Must,
}

const fn bug(name: &'static str, provoked: Provoked) -> Bug {
    Bug { name, provoked, must: Must::BeCaught }
}

/// All of them: of messaging, of the ledger, of a bank's interface, of the hub.
pub const BUGS: [Bug; 14] = [
    bug("no-sweep", Provoked::AtStep(2)),
    bug("answers-shifted", Provoked::By(Fault::Pressed)),
    bug("poison-dropped", Provoked::By(Fault::Poisoned)),
    bug("poison-blocks", Provoked::By(Fault::Poisoned)),
    bug("lost-refund", Provoked::By(Fault::Killed(Role::Hub))),
    bug("credits-repeats", Provoked::By(Fault::Shuffled)),
    bug("question-forgotten", Provoked::AtStep(1)),
    bug("idempotency-forgotten", Provoked::By(Fault::Killed(Role::Ipe))),
    bug("believes-a-commit", Provoked::By(Fault::CommitCut)),
    bug("paid-but-refused", Provoked::By(Fault::Killed(Role::Hub))),
    bug("forward-forgotten", Provoked::AtStep(2)),
    bug("two-owners", Provoked::By(Fault::Killed(Role::Mare))),
    bug("absence-remembered", Provoked::By(Fault::Killed(Role::Mare))),
    Bug {
        name: "partition-silent",
        provoked: Provoked::By(Fault::Broken(Neighbour::Kafka, Break::Late)),
        must: Must::Heal,
    },
];

/// Those that show at once: for every test run.
pub const SOME: [&str; 6] = [
    "poison-dropped",
    "lost-refund",
    "idempotency-forgotten",
    "question-forgotten",
    "two-owners",
    "partition-silent",
];

/// How long a system with a bug may take: long enough for what is right to end.
const PATIENCE: Duration = Duration::from_secs(14);

impl Bug {
    /// Is it provoked by what needs proxies?
    pub const fn breaks_links(&self) -> bool {
        matches!(self.provoked, Provoked::By(fault) if fault.breaks_links())
    }

    /// Did that become of it what must?
    pub fn came_to_light(&self, round: &Round) -> bool {
        round.verdict.holds() == (self.must == Must::Heal)
    }

    const fn patience(&self) -> Duration {
        match self.must {
            Must::BeCaught => PATIENCE,
            Must::Heal => HEALED,
        }
    }
}

/// Plays on a fresh stage with the bug in every service.
///
/// # Errors
/// When the stage fails.
pub async fn play(bug: Bug, plan: &Plan, chance: &mut StdRng) -> anyhow::Result<Round> {
    let mut stage = Stage::set(plan.roads).await?;
    stage.faults = vec![("FAULT_BUG", bug.name.to_owned())];
    stage.up().await?;
    let mut crowd = Crowd::gather(&stage).await?;
    let round = match bug.provoked {
        Provoked::By(fault) => {
            crowd.start(0, plan.pace);
            round::play(&mut stage, &crowd, (fault, plan.patience), chance, bug.patience()).await?
        }
        Provoked::AtStep(number) => {
            let death = Death { step: STEPS[number - 1], point: "committed" };
            failpoints::play(&mut stage, &crowd, &[death], bug.patience()).await?
        }
    };
    stage.strike().await?;
    Ok(Round { fault: format!("bug {}", bug.name), ..round })
}
