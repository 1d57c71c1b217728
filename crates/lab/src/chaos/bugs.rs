//! Bugs that a programmer might have made, planted in the services: chaos is worth something if it catches each.

use super::{
    crowd::Crowd,
    failpoints::{self, Death, STEPS},
    fault::{Fault, Patience},
    names::Role,
    round::{self, Round},
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

/// A bug, by the name the services know it by, and what provokes it.
#[derive(Debug, Clone, Copy)]
pub struct Bug {
    pub name: &'static str,
    pub provoked: Provoked,
}

const fn bug(name: &'static str, provoked: Provoked) -> Bug {
    Bug { name, provoked }
}

/// All of them: of messaging, of the ledger, of a bank's interface, of the hub.
pub const BUGS: [Bug; 12] = [
    bug("no-sweep", Provoked::AtStep(2)),
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
];

/// Those that are caught at once: for every test run.
pub const SOME: [&str; 5] =
    ["poison-dropped", "lost-refund", "idempotency-forgotten", "question-forgotten", "two-owners"];

/// How long a system with a bug may take: long enough for what is right to end.
const PATIENCE: Duration = Duration::from_secs(14);

/// Plays on a fresh stage with the bug in every service. What is returned must not hold.
///
/// # Errors
/// When the stage fails.
pub async fn play(bug: Bug, chance: &mut StdRng, patience: Patience) -> anyhow::Result<Round> {
    let mut stage = Stage::set().await?;
    stage.faults = vec![("FAULT_BUG", bug.name.to_owned())];
    stage.up().await?;
    let mut crowd = Crowd::gather(&stage).await?;
    let round = match bug.provoked {
        Provoked::By(fault) => {
            crowd.start(0);
            round::play(&mut stage, &mut crowd, (fault, patience), chance, PATIENCE).await?
        }
        Provoked::AtStep(number) => {
            let death = Death { step: STEPS[number - 1], point: "committed" };
            failpoints::play(&mut stage, &mut crowd, &[death], PATIENCE).await?
        }
    };
    stage.strike().await?;
    Ok(Round { fault: format!("bug {}", bug.name), ..round })
}
