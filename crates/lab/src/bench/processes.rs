//! CPU and memory of each service, as the kernel counts them. Refuses to know what a service does.

use anyhow::Context as _;
use std::{collections::BTreeMap, fs, path::Path};

/// This program, among the services.
pub const CLIENT: &str = "load client";
/// Clock ticks a second, as /proc counts them on every Linux of today.
const TICKS_PER_SECOND: f64 = 100.0;

/// CPU seconds and resident memory of one service, its children included.
#[derive(Debug, Clone, Copy, Default)]
pub struct Usage {
    pub cpu_seconds: f64,
    pub resident_mib: f64,
}

/// All services by name, and this program as `load client`.
pub type Usages = BTreeMap<String, Usage>;

/// Reads the present usage of each service that has a pid file in `run_dir`.
///
/// # Errors
/// When /proc or the pids cannot be read.
pub fn usages(run_dir: &Path) -> anyhow::Result<Usages> {
    let all = all_processes()?;
    let mut usages = Usages::new();
    for entry in fs::read_dir(run_dir).with_context(|| format!("no pids in {}", run_dir.display()))? {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".pid")) else {
            continue;
        };
        let pid = fs::read_to_string(&path)?.trim().parse().context("a pid is a number")?;
        usages.insert(name.to_owned(), usage_of_family(pid, &all));
    }
    usages.insert(CLIENT.into(), usage_of_family(std::process::id(), &all));
    Ok(usages)
}

/// CPU seconds of each service between two readings.
pub fn cpu_between(before: &Usages, after: &Usages) -> BTreeMap<String, f64> {
    let spent = |(name, usage): (&String, &Usage)| {
        let before = before.get(name).map_or(0.0, |usage| usage.cpu_seconds);
        (name.clone(), (usage.cpu_seconds - before).max(0.0))
    };
    after.iter().map(spent).collect()
}

/// CPU seconds of all but the load client.
pub fn services_seconds(cpu_seconds: &BTreeMap<String, f64>) -> f64 {
    cpu_seconds.iter().filter(|(name, _)| *name != CLIENT).map(|(_, seconds)| seconds).sum()
}

struct Process {
    parent: u32,
    /// Own, and that of children that ended and were waited for.
    ticks: u64,
    resident_kib: u64,
}

fn all_processes() -> anyhow::Result<BTreeMap<u32, Process>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir("/proc")? {
        let entry = entry?;
        let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        // It may have ended meanwhile.
        if let Some(process) = read_process(&entry.path()) {
            all.insert(pid, process);
        }
    }
    Ok(all)
}

fn read_process(folder: &Path) -> Option<Process> {
    let stat = fs::read_to_string(folder.join("stat")).ok()?;
    // The second field is the program's name in brackets, which may hold anything.
    let fields: Vec<_> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = (11..15).map(|field| fields.get(field)?.parse::<u64>().ok()).sum::<Option<u64>>()?;
    let memory = fs::read_to_string(folder.join("smaps_rollup")).unwrap_or_default();
    // Shared pages are counted in parts, so that a server's children do not count its buffers many times.
    let pss =
        memory.lines().find_map(|line| line.strip_prefix("Pss:")?.split_whitespace().next()?.parse().ok());
    Some(Process { parent: fields.get(1)?.parse().ok()?, ticks, resident_kib: pss.unwrap_or(0) })
}

fn usage_of_family(pid: u32, all: &BTreeMap<u32, Process>) -> Usage {
    let mut usage = Usage::default();
    if let Some(process) = all.get(&pid) {
        usage.cpu_seconds += process.ticks as f64 / TICKS_PER_SECOND;
        usage.resident_mib += process.resident_kib as f64 / 1024.0;
    }
    for (&child, _) in all.iter().filter(|(_, process)| process.parent == pid) {
        let family = usage_of_family(child, all);
        usage.cpu_seconds += family.cpu_seconds;
        usage.resident_mib += family.resident_mib;
    }
    usage
}
