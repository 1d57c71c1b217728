//! A steady load: how long its transfers take, and what they cost.

use super::{
    ledgers::{Ledgers, Window, settle},
    load::{Load, Pace},
    percentiles::Percentiles,
    processes::{Usages, cpu_between, services_seconds, usages},
    writers::batches,
};
use crate::audit::Databases;
use banks::Banks;
use jiff::Timestamp;
use std::{collections::BTreeMap, fmt, path::Path, time::Duration};

/// What a steady load came to.
#[derive(Debug, Clone)]
pub struct Steady {
    /// Transfers a second, as they were accepted.
    pub per_second: f64,
    pub seconds: f64,
    pub transfers: u64,
    /// Acceptance to settlement at the payer's bank.
    pub latency: Percentiles,
    /// By process, the load client among them.
    pub cpu_seconds: BTreeMap<String, f64>,
    /// Batches of all writers together.
    pub batches: f64,
}

impl Steady {
    /// CPU milliseconds of all services together, the load client left out, for each of `parts`.
    pub fn cpu_ms_per(&self, parts: f64) -> f64 {
        services_seconds(&self.cpu_seconds) * 1000.0 / parts
    }
}

impl fmt::Display for Steady {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { per_second, seconds, latency, batches, transfers, .. } = self;
        write!(
            f,
            "{per_second:.0} /s: {latency}; CPU ms {:.2} a transfer, {:.2} a batch, {:.1} batches/s",
            self.cpu_ms_per((*transfers).max(1) as f64),
            self.cpu_ms_per(batches.max(1.0)),
            batches / seconds
        )?;
        self.cpu_seconds
            .iter()
            .try_for_each(|(name, cpu)| write!(f, "; {name} {:.1} %", 100.0 * cpu / seconds))
    }
}

/// What is needed to put a steady load on the system and to look at it.
pub struct Bench<'a> {
    pub banks: &'a Banks,
    pub databases: &'a Databases,
    pub run_dir: &'a Path,
    pub load: &'a Load,
}

impl Bench<'_> {
    /// So many transfers a second for `time`; none are a look at the system at rest.
    ///
    /// # Errors
    /// When a request fails, or not everything ends.
    pub async fn steady(&self, per_second: f64, time: Duration) -> anyhow::Result<Steady> {
        let mut ledgers = Ledgers::connect(self.databases).await?;
        let (from, before) = (Timestamp::now(), self.standing().await?);
        let transfers = if per_second > 0.0 {
            let seen = self.load.run(Pace::PerSecond(per_second), time).await?;
            anyhow::ensure!(
                seen.failed == 0,
                "{} requests failed, {} were accepted",
                seen.failed,
                seen.accepted
            );
            seen.accepted
        } else {
            tokio::time::sleep(time).await;
            0
        };
        let window = Window { from, to: Timestamp::now() };
        let after = self.standing().await?;
        settle(self.databases).await?;
        Ok(Steady {
            per_second: transfers as f64 / window.seconds(),
            seconds: window.seconds(),
            transfers,
            latency: Percentiles::of(&ledgers.latencies_us(window).await?),
            cpu_seconds: cpu_between(&before.0, &after.0),
            batches: after.1 - before.1,
        })
    }

    async fn standing(&self) -> anyhow::Result<(Usages, f64)> {
        Ok((usages(self.run_dir)?, batches(self.banks).await?))
    }
}
