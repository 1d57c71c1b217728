//! `lab simulate`: replays one seed, or runs many.

use super::{FaultModel, Mutant, Setup, run, shrink};
use std::{process::ExitCode, time::Duration};

/// Runs the whole system on one thread from seeds: messages are lost, doubled and reordered, processes die between any
/// two steps. Exit status 1 with the seed when an invariant does not hold; that seed replays the run.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Replay this seed.
    #[arg(long, conflicts_with = "seeds")]
    seed: Option<u64>,
    /// Run so many seeds, from 0.
    #[arg(long, default_value_t = 1000)]
    seeds: u64,
    #[arg(long, help = format!("Plant a bug, by name: {}", Mutant::ALL.map(|mutant| mutant.to_string()).join(", ")))]
    mutant: Option<Mutant>,
    /// Processes die, and nothing else goes wrong.
    #[arg(long)]
    crashes_only: bool,
    /// No loss is a secret: everything must come to rest within a minute of the last repair.
    #[arg(long, conflicts_with = "crashes_only")]
    outages: bool,
}

/// Seeds between two lines of progress.
const SHOWN_EVERY: u64 = 500;
/// How long a failing run is shortened.
const SHRINK_MAX: Duration = Duration::from_secs(20);

/// Runs and prints.
pub fn run_seeds(arguments: &Arguments) -> ExitCode {
    let model = match (arguments.crashes_only, arguments.outages) {
        (true, _) => FaultModel::Crashes,
        (_, true) => FaultModel::Outages,
        (false, false) => FaultModel::Everything,
    };
    let seeds = arguments.seed.map_or(0..arguments.seeds, |seed| seed..seed + 1);
    let (mut accepted, mut completed, mut returned, mut crashes) = (0, 0, 0, 0);
    for seed in seeds {
        let setup = Setup { seed, mutant: arguments.mutant, model };
        match run(setup) {
            Ok(report) => {
                accepted += report.accepted;
                completed += report.completed;
                returned += report.returned;
                crashes += report.crashes;
            }
            Err(failure) => {
                println!("{failure}");
                println!("{}", shrink(setup, failure, SHRINK_MAX));
                return ExitCode::FAILURE;
            }
        }
        if (seed + 1).is_multiple_of(SHOWN_EVERY) {
            eprintln!("simulate: {} seeds hold", seed + 1);
        }
    }
    println!(
        "all hold: {accepted} transfers accepted, {completed} completed, {returned} of them returns, {crashes} crashes"
    );
    ExitCode::SUCCESS
}
