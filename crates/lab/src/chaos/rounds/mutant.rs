//! A round with a mutant in every service, in a fresh environment.

use super::{HEALED, Round, deaths, fault};
use crate::chaos::{
    environment::Environment,
    faults::{
        deaths::{Death, STEPS},
        mutants::{Must, Mutant, Provoked},
    },
    plan::Plan,
    workload::Workload,
};
use rand::rngs::StdRng;
use std::time::Duration;

/// How long a system with a mutant may take: long enough for whatever is right to end.
const CAUGHT: Duration = Duration::from_secs(14);

/// Plays it.
///
/// # Errors
/// When the environment itself fails.
pub async fn play(mutant: Mutant, plan: &Plan, chance: &mut StdRng) -> anyhow::Result<Round> {
    let mut environment = Environment::prepare(plan.routing).await?;
    environment.faults = vec![("FAULT_BUG", mutant.name.to_owned())];
    environment.up().await?;
    let mut workload = Workload::prepare(&environment).await?;
    let timeout = match mutant.must {
        Must::BeCaught => CAUGHT,
        // In every service: whoever waits for one that heals may fall silent itself only then.
        Must::Heal => HEALED * 2,
    };
    let round = match mutant.provoked {
        Provoked::By(fault) => {
            workload.start(0, plan.pace);
            fault::play((&mut environment, &workload), (fault, plan.durations), chance, timeout).await?
        }
        Provoked::AtStep(number) => {
            let death = Death { step: STEPS[number - 1], point: "committed" };
            deaths::play(&mut environment, &workload, &[death], timeout).await?
        }
    };
    environment.tear_down().await?;
    Ok(Round { fault: format!("bug {}", mutant.name), ..round })
}
