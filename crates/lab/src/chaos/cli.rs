//! `lab chaos`: what is played, chosen on the command line.

use super::{
    bugs::{BUGS, SOME},
    failpoints::{deaths, pairs},
    fault::{Fault, Patience},
    run::{Plan, run},
    stage::strike_servers,
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
    #[arg(long)]
    bugs: Option<String>,
    /// Lists all faults, deaths and bugs, and breaks nothing.
    #[arg(long)]
    list: bool,
}

/// How long a broken link stays broken.
const SHORT: Duration = Duration::from_secs(2);
/// About what a round takes.
const ROUND: u64 = 10;

impl Arguments {
    fn plan(&self) -> Plan {
        let named =
            |fault: &Fault| self.only.as_ref().is_none_or(|only| fault.to_string().contains(only.as_str()));
        let choice = if self.short { Fault::some() } else { Fault::all() };
        let mut alone: Vec<_> = choice.into_iter().filter(named).collect();
        let mut doubled: Vec<_> = match self.short {
            true => Fault::few(),
            false => Fault::all(),
        };
        doubled.retain(named);
        if let Some(minutes) = self.minutes {
            let times = (minutes * 60 / ROUND) as usize;
            let again = |faults: &[Fault]| faults.iter().copied().cycle().take(times / 2).collect::<Vec<_>>();
            (alone, doubled) = (again(&alone), again(&doubled));
        }
        let singles = deaths().into_iter().map(|death| vec![death]);
        let mut plan = Plan {
            seed: self.seed,
            patience: Patience { short: SHORT, down: Duration::from_secs(self.down) },
            disk_full: named(&Fault::DiskFull) && self.minutes.is_none(),
            alone,
            doubled,
            deaths: singles.chain(pairs().into_iter().map(|pair| pair.to_vec())).collect(),
            bugs: BUGS.to_vec(),
        };
        plan.shuffle();
        if self.only.is_some() && !self.deaths {
            plan.deaths.clear();
        }
        match &self.bugs {
            Some(text) => plan.bugs.retain(|bug| bug.name.contains(text.as_str())),
            None if self.only.is_some() => plan.bugs.clear(),
            None if self.short => plan.bugs.retain(|bug| SOME.contains(&bug.name)),
            None => {}
        }
        plan
    }
}

/// Plays what is asked for.
///
/// # Errors
/// When the stage fails, not the promise.
pub async fn play(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let plan = arguments.plan();
    if arguments.list {
        plan.alone.iter().for_each(|fault| println!("{fault}"));
        plan.disk_full.then(|| println!("{}", Fault::DiskFull));
        plan.deaths.iter().for_each(|deaths| println!("{}", join(deaths)));
        plan.bugs.iter().for_each(|bug| println!("planted: {}", bug.name));
        return Ok(ExitCode::SUCCESS);
    }
    let held = tokio::select! {
        held = run(&plan) => held?,
        () = told_to_stop()? => {
            // The services died with the stage.
            strike_servers().await?;
            anyhow::bail!("stopped before the end: nothing is said about what held");
        }
    };
    Ok(if held { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Comes true on Ctrl-C and on SIGTERM.
fn told_to_stop() -> anyhow::Result<impl Future<Output = ()>> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
    })
}

fn join(deaths: &[super::failpoints::Death]) -> String {
    deaths.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}
