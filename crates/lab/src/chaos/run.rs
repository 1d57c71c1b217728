//! A run: faults with one and with two instances of each service, every death, every mutant.

use super::{
    checks::{logs, verdict::Invariant},
    environment::{Environment, grounds::CHAOS, instance::root, small_disk::SmallDisk},
    faults::{deaths::describe, fault::Fault},
    plan::Plan,
    report::{progress::Progress, table::table},
    rounds::{HEALED, Round, deaths, fault, mutant},
    workload::Workload,
};
use crate::audit::Databases;
use banks::Banks;
use rand::{SeedableRng as _, rngs::StdRng};

/// Plays a plan; true when everything held, and every mutant was caught.
///
/// # Errors
/// When the environment itself fails.
pub async fn run(plan: &Plan) -> anyhow::Result<bool> {
    let databases = Databases::of(&Banks::load(&root().join("banks.env"))?, &CHAOS.postgres());
    let progress = Progress::new(plan.rounds(), databases);
    let mut run = Run { plan, chance: StdRng::seed_from_u64(plan.seed), progress, rounds: Vec::new() };
    for (instances, faults) in [(1, &plan.alone), (2, &plan.doubled)] {
        if !faults.is_empty() {
            run.play_faults(Environment::prepare(plan.routing).await?, instances, faults).await?;
        }
    }
    if plan.disk_full {
        run.play_full_disk().await?;
    }
    if !plan.deaths.is_empty() {
        run.play_deaths().await?;
    }
    let missed = run.play_mutants().await?;
    run.summarise(&missed);
    Ok(run.broken() == 0 && missed.is_empty())
}

/// A plan that is being played.
struct Run<'a> {
    plan: &'a Plan,
    chance: StdRng,
    progress: Progress,
    rounds: Vec<Round>,
}

impl Run<'_> {
    async fn play_full_disk(&mut self) -> anyhow::Result<()> {
        let disk = match SmallDisk::mount().await {
            Ok(disk) => disk,
            Err(why) => {
                println!("not played: {} ({why:#})", Fault::DiskFull);
                return Ok(());
            }
        };
        let environment = Environment::prepare_on(Some(disk), self.plan.routing).await?;
        self.play_faults(environment, 1, &[Fault::DiskFull]).await
    }

    async fn play_faults(
        &mut self,
        mut environment: Environment,
        instances: u16,
        faults: &[Fault],
    ) -> anyhow::Result<()> {
        environment.instances_each = instances;
        environment.up().await?;
        let mut workload = Workload::prepare(&environment).await?;
        workload.start(self.plan.seed, self.plan.pace);
        let before = self.rounds.len();
        for fault in faults {
            if let Err(why) = fault.can_happen().await {
                println!("not played: {fault} ({why:#})");
                continue;
            }
            self.progress.fault_started(&fault.to_string(), instances);
            let fault = (*fault, self.plan.durations);
            let round = fault::play((&mut environment, &workload), fault, &mut self.chance, HEALED).await?;
            self.progress.round_ended(&round);
            self.rounds.push(round);
        }
        // Once, at the end: logs are long.
        let found = logs::personal_data(&workload)?;
        found.iter().for_each(|what| println!("BROKEN: {what}"));
        if let Some(last) = self.rounds[before..].last_mut() {
            last.verdict.add(Invariant::Seen, found);
        }
        drop(workload);
        environment.tear_down().await
    }

    async fn play_deaths(&mut self) -> anyhow::Result<()> {
        let mut environment = Environment::prepare(self.plan.routing).await?;
        environment.up().await?;
        let workload = Workload::prepare(&environment).await?;
        for together in &self.plan.deaths {
            self.progress.fault_started(&describe(together), 1);
            let round = deaths::play(&mut environment, &workload, together, HEALED).await?;
            self.progress.round_ended(&round);
            self.rounds.push(round);
        }
        environment.tear_down().await
    }

    /// The mutants that were missed.
    async fn play_mutants(&mut self) -> anyhow::Result<Vec<&'static str>> {
        let mut missed = Vec::new();
        for mutant in &self.plan.mutants {
            self.progress.mutant_planted(mutant.name);
            let round = mutant::play(*mutant, self.plan, &mut self.chance).await?;
            self.progress.mutant_ended(mutant, &round);
            if !round.is_as_expected_of(mutant) {
                missed.push(mutant.name);
            }
        }
        Ok(missed)
    }

    fn broken(&self) -> usize {
        self.rounds.iter().filter(|round| !round.verdict.holds()).count()
    }

    fn summarise(&self, missed: &[&str]) {
        let (rounds, planted) = (self.rounds.len(), self.plan.mutants.len());
        println!("{}", table(&self.rounds));
        println!("{} of {rounds} rounds held (seed {})", rounds - self.broken(), self.plan.seed);
        if planted > 0 {
            let names = if missed.is_empty() { String::new() } else { format!("; missed: {missed:?}") };
            println!("{} of {planted} planted bugs caught, or healed{names}", planted - missed.len());
        }
    }
}
