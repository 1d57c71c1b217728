//! The measurement, phase by phase.

use super::{
    accounts,
    cli::Arguments,
    compared::Comparisons,
    full::FullLoad,
    ledgers::{DRAIN_MAX, settle},
    load::Load,
    lookups::{Answers, Lookups},
    percentiles::Percentiles,
    pgbench::Pgbench,
    picture::picture,
    report::{Figures, Yardstick},
    steady::{Bench, Steady},
    strangers::{Fate, Strangers},
};
use crate::audit::{Databases, audit, wait_until_settled};
use anyhow::Context as _;
use banks::Banks;
use std::{process::ExitCode, sync::Arc, time::Duration};

/// Parts of the full load that are measured by themselves.
const SHARES: [f64; 3] = [2.0 / 3.0, 1.0 / 3.0, 0.1];
/// Quiet loads, in transfers a second.
const QUIET_PER_SECOND: [f64; 2] = [50.0, 5.0];
/// The load beside strangers.
const BESIEGED_PER_SECOND: f64 = 50.0;

/// Measures and prints; fails when the books are not right afterwards.
///
/// # Errors
/// When something that is needed does not run.
pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    if !arguments.per_second.is_empty() {
        return steady_alone(&arguments).await;
    }
    let figures = measure(&arguments).await?;
    println!("\n{figures}");
    if let Some(file) = &arguments.picture {
        std::fs::write(file, picture(&figures))
            .with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(if figures.sound() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Measures the loads that were asked for, and nothing else.
async fn steady_alone(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let banks = arguments.places.banks()?;
    let databases = Databases::of(&banks, &arguments.places.postgres_addr);
    let load = open_accounts(arguments, &banks).await?;
    let bench = Bench { banks: &banks, databases: &databases, run_dir: &arguments.run_dir, load: &load };
    bench.steady(50.0, Duration::from_secs(arguments.warm_up)).await?;
    for per_second in &arguments.per_second {
        println!("{}", bench.steady(*per_second, Duration::from_secs(arguments.quiet_seconds)).await?);
    }
    let report = audit(&databases).await?;
    println!("{report}");
    Ok(if report.sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn open_accounts(arguments: &Arguments, banks: &Banks) -> anyhow::Result<Load> {
    say(&format!("opening {} accounts at each bank", arguments.accounts));
    Ok(Load {
        branches: Arc::new(accounts::open_accounts(banks, arguments.accounts).await?),
        connections: arguments.connections,
        hot_percent: arguments.hot_percent,
    })
}

/// Runs all phases.
async fn measure(arguments: &Arguments) -> anyhow::Result<Figures> {
    let banks = arguments.places.banks()?;
    let databases = Databases::of(&banks, &arguments.places.postgres_addr);
    let pgbench = prepare_pgbench(arguments, &banks).await?;
    let before = tps(arguments, pgbench.as_ref()).await?;
    let load = open_accounts(arguments, &banks).await?;
    say(&format!("warming up for {} s", arguments.warm_up));
    let full = FullLoad {
        databases: &databases,
        run_dir: &arguments.run_dir,
        underway_max: arguments.underway_max,
        pgbench: pgbench.as_ref(),
    };
    full.run(&load, Duration::from_secs(arguments.warm_up)).await?;
    say(&format!("full load for {} s", arguments.seconds));
    let at_full = full.run(&load, Duration::from_secs(arguments.seconds)).await?;
    settle(&databases).await?;
    let bench = Bench { banks: &banks, databases: &databases, run_dir: &arguments.run_dir, load: &load };
    let time = Duration::from_secs(arguments.quiet_seconds);
    let paces = SHARES.map(|share| at_full.per_second() * share).into_iter().chain(QUIET_PER_SECOND);
    let mut steady = Vec::new();
    for per_second in paces.chain([0.0]) {
        say(&format!("{per_second:.0} transfers a second for {} s", arguments.quiet_seconds));
        steady.push(bench.steady(per_second, time).await?);
    }
    let besieged = match arguments.strangers {
        true => Some(beside_strangers(&bench, time).await?),
        false => None,
    };
    let keys = load.branches.iter().flat_map(|branch| branch.keys.clone()).collect();
    let (lookups_per_second, lookups_third) = lookups(arguments, &banks, keys).await?;

    settle(&databases).await?;
    let compared = Comparisons { full: &full, load: &load, banks: &banks, arguments }.run().await?;
    let after = tps(arguments, pgbench.as_ref()).await?;
    if let Some(pgbench) = pgbench {
        pgbench.drop_database().await?;
    }
    say("auditing");
    let settled = wait_until_settled(&databases, DRAIN_MAX).await?;
    let mut report = audit(&databases).await?;
    report.add_settled(settled.err());
    Ok(Figures {
        full: at_full,
        compared,
        steady,
        besieged,
        lookups_per_second,
        lookups_third,
        yardstick: before
            .zip(after)
            .map(|((tps, latency), (tps_after, _))| Yardstick { tps: [tps, tps_after], latency_ms: latency }),
        audit: report,
    })
}

fn say(what: &str) {
    eprintln!("bench: {what} …");
}

async fn prepare_pgbench(arguments: &Arguments, banks: &Banks) -> anyhow::Result<Option<Pgbench>> {
    if arguments.pgbench_seconds == 0 {
        return Ok(None);
    }
    say(&format!("filling pgbench's tables at scale {}", arguments.pgbench_scale));
    let url = |database: &str| banks.postgres_url(&arguments.places.postgres_addr, database);
    Pgbench::prepare(arguments.pgbench.clone(), url, arguments.pgbench_scale).await.map(Some)
}

/// Transactions a second, and milliseconds for one alone.
async fn tps(arguments: &Arguments, pgbench: Option<&Pgbench>) -> anyhow::Result<Option<(f64, f64)>> {
    let Some(pgbench) = pgbench else { return Ok(None) };
    pgbench.checkpoint_after(0).await?;
    say(&format!("pgbench for {} s, services idle", arguments.pgbench_seconds));
    let tps = pgbench.tps(arguments.pgbench_seconds).await?;
    Ok(Some((tps, pgbench.latency_ms(arguments.pgbench_seconds.div_ceil(4)).await?)))
}

async fn beside_strangers(bench: &Bench<'_>, time: Duration) -> anyhow::Result<(Steady, Fate)> {
    say("letting strangers take what they get");
    let strangers = Strangers::begin(&bench.load.branches);
    let steady = bench.steady(BESIEGED_PER_SECOND, time).await?;
    Ok((steady, strangers.fate()))
}

async fn lookups(
    arguments: &Arguments,
    banks: &Banks,
    keys: Vec<String>,
) -> anyhow::Result<(f64, Percentiles)> {
    let token = banks.banks.first().context("no bank in the banks file")?.hub_token.expose();
    let lookups = Lookups::connect(&arguments.hub_grpc_url, token, keys).await?;
    let time = Duration::from_secs(arguments.quiet_seconds);
    say(&format!("key lookups for {} s", arguments.quiet_seconds));
    let full: Answers = lookups.run(None, time).await?;
    say(&format!("{:.0} key lookups a second for {} s", full.per_second() / 3.0, arguments.quiet_seconds));
    let third = lookups.run(Some(full.per_second() / 3.0), time).await?;
    Ok((full.per_second(), Percentiles::of(&third.answer_us)))
}
