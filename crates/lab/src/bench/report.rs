//! The figures, for people.

use super::{
    compared::Compared, full::Full, percentiles::Percentiles, processes::CLIENT, steady::Steady,
    strangers::Fate,
};
use crate::audit::Report;
use std::fmt;

/// What pgbench's TPC-B makes of the same PostgreSQL.
#[derive(Debug, Clone, Copy)]
pub struct Yardstick {
    /// Transactions a second of sixteen clients, before and after.
    pub tps: [f64; 2],
    /// Of one client, on average.
    pub latency_ms: f64,
}

/// All that was measured in one run.
#[derive(Debug)]
pub struct Figures {
    pub full: Full,
    /// Full load under other conditions.
    pub compared: Vec<Compared>,
    /// The heaviest first, the system at rest last.
    pub steady: Vec<Steady>,
    /// A quiet load again beside strangers, and what became of them.
    pub besieged: Option<(Steady, Fate)>,
    pub lookups_per_second: f64,
    /// At a third of that.
    pub lookups_third: Percentiles,
    pub yardstick: Option<Yardstick>,
    pub audit: Report,
}

impl Figures {
    /// Do the figures count?
    pub fn sound(&self) -> bool {
        self.audit.sound
    }

    fn write_cpu(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\nper completed transfer under full load    CPU µs   memory MiB at the end")?;
        let per_transfer = |seconds: f64| seconds * 1e6 / self.full.completed as f64;
        for (name, seconds) in &self.full.cpu_seconds {
            let memory = self.full.usages.get(name).map_or(0.0, |usage| usage.resident_mib);
            writeln!(f, "  {name:<36} {:>9.0} {memory:>12.0}", per_transfer(*seconds))?;
        }
        let all = self.full.cpu_seconds.values().sum();
        writeln!(f, "  {:<36} {:>9.0}", "all", per_transfer(all))
    }

    fn write_steady(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.full.cpu_seconds.keys().filter(|name| *name != CLIENT).collect();
        write!(f, "\nCPU ms of the services, by load\n  /s    a transfer   a batch  batches/s")?;
        names.iter().try_for_each(|name| write!(f, "  {name:>12}"))?;
        writeln!(f, "   (each in % of a core)")?;
        for steady in &self.steady {
            let (transfers, batches) = (steady.transfers.max(1) as f64, steady.batches.max(1.0));
            write!(
                f,
                "  {:<5.0} {:>10.2} {:>9.2} {:>10.1}",
                steady.per_second,
                steady.cpu_ms_per(transfers),
                steady.cpu_ms_per(batches),
                steady.batches / steady.seconds
            )?;
            for name in &names {
                let seconds = steady.cpu_seconds.get(*name).copied().unwrap_or_default();
                write!(f, "  {:>12.1}", 100.0 * seconds / steady.seconds)?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Full { seconds, completed, accepted, turned_away, failed, answer, end_to_end, .. } = &self.full;
        let rate = self.full.per_second();
        writeln!(f, "transfers completed through all three ledgers  {rate:>8.0} /s")?;
        writeln!(
            f,
            "  in {seconds:.0} s: {accepted} accepted, {completed} completed, {turned_away} turned away, {failed} failed"
        )?;
        if let Some(Yardstick { tps: [before, after], latency_ms }) = self.yardstick {
            let mean = (before + after) / 2.0;
            writeln!(
                f,
                "pgbench TPC-B, same PostgreSQL, mean           {mean:>8.0} /s  (before {before:.0}, after {after:.0})"
            )?;
            writeln!(f, "ratio                                          {:>8.2}", rate / mean)?;
            writeln!(f, "pgbench TPC-B, one client                      {latency_ms:>8.2} ms")?;
        }
        writeln!(f, "key lookups over gRPC                          {:>8.0} /s", self.lookups_per_second)?;
        self.compared.iter().try_for_each(|compared| writeln!(f, "{compared}"))?;
        writeln!(f, "\nlatency")?;
        writeln!(f, "  full load, request to 202        {answer}")?;
        writeln!(f, "  full load, end to end            {end_to_end}")?;
        for Steady { per_second, latency, .. } in self.steady.iter().filter(|steady| steady.transfers > 0) {
            writeln!(f, "  {per_second:>5.0} /s, end to end             {latency}")?;
        }
        if let Some((Steady { per_second, latency, .. }, fate)) = &self.besieged {
            writeln!(f, "  {per_second:>5.0} /s beside strangers         {latency}\n  ({fate})")?;
        }
        writeln!(f, "  key lookup at a third            {}", self.lookups_third)?;
        self.write_cpu(f)?;
        self.write_steady(f)?;
        match self.sound() {
            true => write!(f, "\nthe books are right: these figures count"),
            false => write!(f, "\nTHESE FIGURES DO NOT COUNT:\n{}", self.audit),
        }
    }
}
