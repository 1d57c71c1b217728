//! As much as the system takes.

use super::{
    ledgers::{Ledgers, Window, settle},
    load::{Load, Pace, Seen},
    percentiles::Percentiles,
    pgbench::Pgbench,
    processes::{Usages, cpu_between, services_seconds, usages},
};
use crate::audit::Databases;
use jiff::Timestamp;
use std::{
    collections::BTreeMap,
    path::Path,
    time::{Duration, Instant},
};
use tokio::sync::watch;

/// How often the gate looks at what is under way.
const GATE: Duration = Duration::from_millis(100);

/// What full load came to.
#[derive(Debug, Clone)]
pub struct Full {
    pub seconds: f64,
    /// Through all three ledgers, within the time.
    pub completed: u64,
    pub accepted: u64,
    pub turned_away: u64,
    pub failed: u64,
    pub cpu_seconds: BTreeMap<String, f64>,
    /// At the end.
    pub usages: Usages,
    /// Request to 202.
    pub answer: Percentiles,
    /// Acceptance to settlement at the payer's bank.
    pub end_to_end: Percentiles,
}

impl Full {
    pub fn per_second(&self) -> f64 {
        self.completed as f64 / self.seconds
    }

    /// Of the services, the load client left out.
    pub fn cpu_ms_per_transfer(&self) -> f64 {
        services_seconds(&self.cpu_seconds) * 1000.0 / self.completed.max(1) as f64
    }
}

/// What is needed to load the system fully and to look at it.
pub struct FullLoad<'a> {
    pub databases: &'a Databases,
    pub run_dir: &'a Path,
    /// Accepted transfers that may be on their way at once.
    pub underway_max: i64,
    /// Makes the checkpoint in the middle.
    pub pgbench: Option<&'a Pgbench>,
}

impl FullLoad<'_> {
    /// As much of `load` as the system takes, with a checkpoint in the middle, where there is a pgbench to compare with.
    ///
    /// # Errors
    /// When a client breaks, nothing is completed, or not everything ends.
    pub async fn run(&self, load: &Load, time: Duration) -> anyhow::Result<Full> {
        let mut ledgers = Ledgers::connect(self.databases).await?;
        let (gate, open) = watch::channel(true);
        let (from, before) = (Timestamp::now(), usages(self.run_dir)?);
        let watching = keep_gate(&mut ledgers, gate, self.underway_max, time);
        let loading = async {
            let seen = load.run(Pace::Full(open), time).await?;
            anyhow::Ok((seen, Timestamp::now(), usages(self.run_dir)?))
        };
        let checkpoint = async {
            match self.pgbench {
                Some(pgbench) => pgbench.checkpoint_after(time.as_secs() / 2).await,
                None => Ok(()),
            }
        };
        let ((seen, to, after), (), ()) = tokio::try_join!(loading, watching, checkpoint)?;
        settle(self.databases).await?;
        figures_of(&mut ledgers, Window { from, to }, seen, (&before, &after)).await
    }
}

async fn figures_of(
    ledgers: &mut Ledgers,
    window: Window,
    seen: Seen,
    (before, after): (&Usages, &Usages),
) -> anyhow::Result<Full> {
    let completed = ledgers.completed(window).await?;
    anyhow::ensure!(
        completed > 0,
        "no transfer was completed: {} accepted, {} failed",
        seen.accepted,
        seen.failed
    );
    Ok(Full {
        seconds: window.seconds(),
        completed,
        accepted: seen.accepted,
        turned_away: seen.turned_away,
        failed: seen.failed,
        cpu_seconds: cpu_between(before, after),
        usages: after.clone(),
        answer: Percentiles::of(&seen.answer_us),
        end_to_end: Percentiles::of(&ledgers.latencies_us(window).await?),
    })
}

/// Lets no more transfers in while too many are under way: what counts is what comes out.
async fn keep_gate(
    ledgers: &mut Ledgers,
    gate: watch::Sender<bool>,
    underway_max: i64,
    time: Duration,
) -> anyhow::Result<()> {
    let end = Instant::now() + time;
    while Instant::now() < end {
        gate.send_replace(ledgers.underway().await? < underway_max);
        tokio::time::sleep(GATE).await;
    }
    gate.send_replace(true);
    Ok(())
}
