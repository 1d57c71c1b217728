//! A run: a seeded schedule of faults with one and with two of each service, every death, every planted bug.

use super::{
    bugs,
    crowd::{Crowd, Pace},
    failpoints::{self, Death},
    fault::{Fault, Patience},
    invariants::Invariant,
    logs,
    names::{POSTGRES, Roads, root},
    round::{self, HEALED, Round},
    small_disk::SmallDisk,
    stage::Stage,
    table::{Teller, table},
};
use crate::audit::Databases;
use banks::Banks;
use rand::{SeedableRng as _, rngs::StdRng, seq::SliceRandom as _};

/// What is to be played.
pub struct Plan {
    pub seed: u64,
    pub patience: Patience,
    /// How much is sent meanwhile.
    pub pace: Pace,
    pub roads: Roads,
    /// With one of each service, in order.
    pub alone: Vec<Fault>,
    /// With two of each.
    pub doubled: Vec<Fault>,
    /// On a stage with a small disk, where one can be mounted.
    pub disk_full: bool,
    pub deaths: Vec<Vec<Death>>,
    pub bugs: Vec<bugs::Bug>,
}

impl Plan {
    fn rounds(&self) -> usize {
        self.alone.len()
            + self.doubled.len()
            + usize::from(self.disk_full)
            + self.deaths.len()
            + self.bugs.len()
    }

    /// The order of the faults is the seed's.
    pub fn shuffle(&mut self) {
        let mut chance = StdRng::seed_from_u64(self.seed);
        self.alone.shuffle(&mut chance);
        self.doubled.shuffle(&mut chance);
    }
}

/// Plays a plan; true when everything held, and every bug was caught.
///
/// # Errors
/// When the stage fails, not the promise.
pub async fn run(plan: &Plan) -> anyhow::Result<bool> {
    let databases = Databases::of(&Banks::load(&root().join("banks.env"))?, POSTGRES);
    let mut teller = Teller::new(plan.rounds(), databases);
    let mut chance = StdRng::seed_from_u64(plan.seed);
    let mut rounds = Vec::new();
    for (instances, faults) in [(1, &plan.alone), (2, &plan.doubled)] {
        if !faults.is_empty() {
            let stage = Stage::set(plan.roads).await?;
            rounds.extend(storm(stage, plan, (instances, faults), &mut chance, &mut teller).await?);
        }
    }
    if plan.disk_full {
        rounds.extend(fill_the_disk(plan, &mut chance, &mut teller).await?);
    }
    if !plan.deaths.is_empty() {
        rounds.extend(die(plan, &mut teller).await?);
    }
    let missed = catch(plan, &mut chance, &mut teller).await?;
    println!("{}", table(&rounds));
    let broken = rounds.iter().filter(|round| !round.verdict.holds()).count();
    println!("{} of {} rounds held (seed {})", rounds.len() - broken, rounds.len(), plan.seed);
    if !plan.bugs.is_empty() {
        let came = plan.bugs.len() - missed.len();
        println!("{came} of {} planted bugs caught, or healed{}", plan.bugs.len(), names(&missed));
    }
    Ok(broken == 0 && missed.is_empty())
}

fn names(missed: &[&str]) -> String {
    if missed.is_empty() { String::new() } else { format!("; missed: {missed:?}") }
}

async fn fill_the_disk(plan: &Plan, chance: &mut StdRng, teller: &mut Teller) -> anyhow::Result<Vec<Round>> {
    let disk = match SmallDisk::mount().await {
        Ok(disk) => disk,
        Err(why) => {
            println!("not played: {} ({why:#})", Fault::DiskFull);
            return Ok(Vec::new());
        }
    };
    let stage = Stage::set_on(Some(disk), plan.roads).await?;
    storm(stage, plan, (1, &[Fault::DiskFull]), chance, teller).await
}

async fn storm(
    mut stage: Stage,
    plan: &Plan,
    (instances, faults): (u16, &[Fault]),
    chance: &mut StdRng,
    teller: &mut Teller,
) -> anyhow::Result<Vec<Round>> {
    stage.instances = instances;
    stage.up().await?;
    let mut crowd = Crowd::gather(&stage).await?;
    crowd.start(plan.seed, plan.pace);
    let mut rounds = Vec::new();
    for fault in faults {
        if let Err(why) = fault.can_happen().await {
            println!("not played: {fault} ({why:#})");
            continue;
        }
        teller.breaks(&fault.to_string(), instances);
        let round = round::play(&mut stage, &crowd, (*fault, plan.patience), chance, HEALED).await?;
        teller.held(&round);
        rounds.push(round);
    }
    // Once, at the end: logs are long.
    let betrayals = logs::betrayals(&crowd)?;
    betrayals.iter().for_each(|what| println!("BROKEN: {what}"));
    if let Some(last) = rounds.last_mut() {
        last.verdict.add(Invariant::Seen, betrayals);
    }
    drop(crowd);
    stage.strike().await?;
    Ok(rounds)
}

async fn die(plan: &Plan, teller: &mut Teller) -> anyhow::Result<Vec<Round>> {
    let mut stage = Stage::set(plan.roads).await?;
    stage.up().await?;
    let crowd = Crowd::gather(&stage).await?;
    let mut rounds = Vec::new();
    for deaths in &plan.deaths {
        teller.breaks(&deaths.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "), 1);
        let round = failpoints::play(&mut stage, &crowd, deaths, HEALED).await?;
        teller.held(&round);
        rounds.push(round);
    }
    stage.strike().await?;
    Ok(rounds)
}

/// The bugs that did not come to light.
async fn catch(plan: &Plan, chance: &mut StdRng, teller: &mut Teller) -> anyhow::Result<Vec<&'static str>> {
    let mut missed = Vec::new();
    for bug in &plan.bugs {
        teller.plants(bug.name);
        let round = bugs::play(*bug, plan, chance).await?;
        teller.showed(bug, &round);
        if !bug.came_to_light(&round) {
            missed.push(bug.name);
        }
    }
    Ok(missed)
}
