//! A run: a seeded schedule of faults with one and with two of each service, every death, every planted bug.

use super::{
    bugs,
    crowd::Crowd,
    failpoints::{self, Death},
    fault::{Fault, Patience},
    names::{POSTGRES, root},
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
            let stage = Stage::set().await?;
            rounds.extend(storm(stage, plan, (instances, faults), &mut chance, &mut teller).await?);
        }
    }
    if plan.disk_full {
        rounds.extend(fill_the_disk(plan, &mut chance, &mut teller).await?);
    }
    if !plan.deaths.is_empty() {
        rounds.extend(die(plan, &mut teller).await?);
    }
    let caught = catch(plan, &mut chance, &mut teller).await?;
    println!("{}", table(&rounds));
    let broken = rounds.iter().filter(|round| !round.verdict.holds()).count();
    let missed: Vec<_> =
        caught.iter().filter(|round| round.verdict.holds()).map(|round| &round.fault).collect();
    println!("{} of {} rounds held (seed {})", rounds.len() - broken, rounds.len(), plan.seed);
    if !caught.is_empty() {
        println!("{} of {} planted bugs caught{}", caught.len() - missed.len(), caught.len(), names(&missed));
    }
    Ok(broken == 0 && missed.is_empty())
}

fn names(missed: &[&String]) -> String {
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
    let stage = Stage::set_on(Some(disk)).await?;
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
    crowd.start(plan.seed);
    let mut rounds = Vec::new();
    for fault in faults {
        teller.breaks(&fault.to_string(), instances);
        let round = round::play(&mut stage, &mut crowd, (*fault, plan.patience), chance, HEALED).await?;
        teller.held(&round);
        rounds.push(round);
    }
    drop(crowd);
    stage.strike().await?;
    Ok(rounds)
}

async fn die(plan: &Plan, teller: &mut Teller) -> anyhow::Result<Vec<Round>> {
    let mut stage = Stage::set().await?;
    stage.up().await?;
    let mut crowd = Crowd::gather(&stage).await?;
    let mut rounds = Vec::new();
    for deaths in &plan.deaths {
        teller.breaks(&deaths.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "), 1);
        let round = failpoints::play(&mut stage, &mut crowd, deaths, HEALED).await?;
        teller.held(&round);
        rounds.push(round);
    }
    stage.strike().await?;
    Ok(rounds)
}

async fn catch(plan: &Plan, chance: &mut StdRng, teller: &mut Teller) -> anyhow::Result<Vec<Round>> {
    let mut rounds = Vec::new();
    for bug in &plan.bugs {
        teller.plants(bug.name);
        let round = bugs::play(*bug, chance, plan.patience).await?;
        teller.caught(bug.name, &round);
        rounds.push(round);
    }
    Ok(rounds)
}
