//! `lab chaos`: what is played, chosen on the command line.

use super::{
    environment::{cleanup::Watcher, instance::Routing, scripts::tear_down_servers},
    faults::{
        deaths::{deaths, describe, pairs},
        fault::{Durations, Fault},
        mutants::{MUTANTS, SOME},
    },
    plan::Plan,
    run::run,
    workload::pace::Pace,
};
use std::{future::Future, process::ExitCode, time::Duration};
use tokio::signal::unix::{SignalKind, signal};

/// Breaks real processes, a real Kafka and a real PostgreSQL in every way there is, under traffic, and judges from the
/// databases and from what customers were told. Plays on a stage of its own beside the demo, which it wipes first. Exit
/// status 1 when an invariant broke or a planted bug was missed.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The order and the chances of the faults; a seed replays its schedule.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// A fixed choice that between them breaks everything, in a few minutes.
    #[arg(long)]
    short: bool,
    /// Plays the faults again and again, until about so many minutes of them have passed.
    #[arg(long, conflicts_with = "short")]
    minutes: Option<u64>,
    /// Plays each fault so many times, instead of once, or five times where consumers join their groups anew.
    #[arg(long, conflicts_with = "minutes")]
    rounds: Option<usize>,
    /// Only with so many of each service, 1 or 2; both if left out.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=2))]
    instances: Option<u16>,
    /// Orders a second that customers send meanwhile.
    #[arg(long, default_value_t = 80.0)]
    per_second: f64,
    /// Without proxies between the services; what breaks links is left out.
    #[arg(long)]
    direct: bool,
    /// Only faults whose name contains this text; without deaths and bugs unless those are asked for.
    #[arg(long)]
    only: Option<String>,
    /// How long what is down stays down, in seconds.
    #[arg(long, default_value_t = 5)]
    down: u64,
    /// Also each death at a step, when --only is given.
    #[arg(long)]
    deaths: bool,
    /// Also the planted bugs, when --only is given: those whose name contains this text.
    #[arg(long = "bugs", value_name = "BUGS")]
    mutants: Option<String>,
    /// Takes down what a run left, and plays nothing: for a run that was killed.
    #[arg(long = "strike")]
    tear_down: bool,
    /// Lists all faults, deaths and bugs, and breaks nothing.
    #[arg(long)]
    list: bool,
}

/// How long a broken link stays broken.
const SHORT: Duration = Duration::from_secs(2);
/// About what a round takes.
const ROUND: u64 = 10;
/// How often a fault is played that seldom does harm.
const AGAIN: usize = 5;

impl Arguments {
    fn plan(&self) -> Plan {
        let singles = deaths().into_iter().map(|death| vec![death]);
        // That a second process dies with the first is left to whole runs.
        let together = pairs().into_iter().map(|pair| pair.to_vec()).filter(|_| !self.short);
        let mut plan = Plan {
            seed: self.seed,
            durations: Durations { short: SHORT, down: Duration::from_secs(self.down) },
            pace: Pace::per_second(self.per_second),
            routing: if self.direct { Routing::Direct } else { Routing::Proxied },
            disk_full: self.names(&Fault::DiskFull) && self.fills_a_disk(),
            alone: self.faults(1, Fault::some),
            doubled: self.faults(2, Fault::few),
            deaths: singles.chain(together).collect(),
            mutants: MUTANTS.to_vec(),
        };
        plan.shuffle();
        if self.only.is_some() && !self.deaths {
            plan.deaths.clear();
        }
        plan.mutants.retain(|mutant| !(self.direct && mutant.breaks_links()));
        match &self.mutants {
            Some(text) => plan.mutants.retain(|mutant| mutant.name.contains(text.as_str())),
            None if self.only.is_some() => plan.mutants.clear(),
            None if self.short => plan.mutants.retain(|mutant| SOME.contains(&mutant.name)),
            None => {}
        }
        plan
    }

    /// What is broken with so many of each service, as often as it is to be.
    fn faults(&self, instances: u16, some: impl Fn() -> Vec<Fault>) -> Vec<Fault> {
        if !self.plays(instances) {
            return Vec::new();
        }
        let mut faults = if self.short { some() } else { Fault::all() };
        faults.retain(|fault| self.names(fault) && !(self.direct && fault.breaks_links()));
        if let Some(minutes) = self.minutes {
            let times = (minutes * 60 / ROUND) as usize;
            return faults.into_iter().cycle().take(times / 2).collect();
        }
        let usual = |fault: &Fault| if fault.rejoins() && !self.short { AGAIN } else { 1 };
        let times = |fault: &Fault| self.rounds.unwrap_or_else(|| usual(fault));
        faults.iter().flat_map(|fault| std::iter::repeat_n(*fault, times(fault))).collect()
    }

    fn names(&self, fault: &Fault) -> bool {
        self.only.as_ref().is_none_or(|only| fault.to_string().contains(only.as_str()))
    }

    /// It takes a minute, most of it to bring up servers on a small disk.
    fn fills_a_disk(&self) -> bool {
        self.minutes.is_none() && self.plays(1) && !self.short
    }

    fn plays(&self, instances: u16) -> bool {
        self.instances.is_none_or(|only| only == instances)
    }
}

/// Plays what is asked for.
///
/// # Errors
/// When the environment itself fails.
pub async fn play(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let plan = arguments.plan();
    if arguments.list {
        plan.alone.iter().for_each(|fault| println!("{fault}"));
        plan.disk_full.then(|| println!("{}", Fault::DiskFull));
        plan.deaths.iter().for_each(|deaths| println!("{}", describe(deaths)));
        plan.mutants.iter().for_each(|mutant| println!("planted: {}", mutant.name));
        return Ok(ExitCode::SUCCESS);
    }
    if arguments.tear_down {
        tear_down_servers().await?;
        return Ok(ExitCode::SUCCESS);
    }
    let watcher = Watcher::start(std::env::current_exe()?, &["chaos", "--strike"])?;
    let held = tokio::select! {
        held = run(&plan) => held?,
        () = signalled_to_stop()? => {
            // The services died with the environment.
            tear_down_servers().await?;
            watcher.dismiss()?;
            anyhow::bail!("stopped before the end: nothing is said about what held");
        }
    };
    watcher.dismiss()?;
    Ok(if held { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Ends on Ctrl-C, on SIGTERM, and when the terminal is closed.
fn signalled_to_stop() -> anyhow::Result<impl Future<Output = ()>> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let mut hung_up = signal(SignalKind::hangup())?;
    Ok(async move {
        tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {}, _ = hung_up.recv() => {} }
    })
}
