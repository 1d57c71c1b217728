//! Steps at which a process will die: each a file, which the process itself takes when it dies (see the crate `faults`).

use std::{collections::BTreeMap, fs, io, path::PathBuf, sync::Arc, time::Duration};

use tokio::time::{MissedTickBehavior, interval};

use super::system::{System, armed};
use crate::journal::{Entry, Journal, Node, Place};

const EVERY: Duration = Duration::from_millis(60);
/// Where in a step: it is committed, and not said.
const POINT: &str = "committed";

/// Arms a step, or no longer.
///
/// # Errors
/// When the file cannot be written, or taken away.
pub fn arm(step: u8, on: bool) -> io::Result<()> {
    let file = armed().join(step.to_string());
    match on {
        true => fs::write(file, ""),
        false => fs::remove_file(file).or_else(|error| match error.kind() {
            io::ErrorKind::NotFound => Ok(()),
            _ => Err(error),
        }),
    }
}

/// Disarms all steps, and forgets who died.
///
/// # Errors
/// When the folder cannot be written.
pub fn disarm_all() -> io::Result<()> {
    fs::create_dir_all(armed())?;
    files().into_iter().try_for_each(fs::remove_file)
}

/// Writes down which steps are armed, and who died of one, as long as the stage stands.
pub async fn watch(system: Arc<System>, journal: Journal) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut told: BTreeMap<u8, Node> = BTreeMap::new();
    let tell = |step: u8, node: Node, armed: bool| {
        journal.append(Entry::Armed { step, point: POINT.to_owned(), node, armed });
    };
    loop {
        ticks.tick().await;
        let mut now = Vec::new();
        for file in files() {
            match read(&file) {
                Some((step, None)) => now.push(step),
                Some((step, Some(pid))) => {
                    // Who dies says so before the armed file is missed.
                    let (armed_at, died) = (told.remove(&step), system.whose(pid));
                    if let Some(node) = armed_at.or(died) {
                        tell(step, node, false);
                    }
                    if died != armed_at
                        && let Some(died) = died
                    {
                        tell(step, died, false);
                    }
                    drop(fs::remove_file(file));
                }
                None => {}
            }
        }
        for step in now.iter().copied().filter(|step| !told.contains_key(step)).collect::<Vec<_>>() {
            let node = expected(&system, step);
            told.insert(step, node);
            tell(step, node, true);
        }
        for (step, node) in told.extract_if(.., |step, _| !now.contains(step)) {
            tell(step, node, false);
        }
    }
}

/// Who makes a step, where the first bank pays the last: a payment the other way ends the other bank.
fn expected(system: &System, step: u8) -> Node {
    let bank = match step {
        1 | 5 => system.places.iter().find(|place| **place != Place::Hub),
        3 => system.places.last(),
        _ => None,
    };
    bank.copied().unwrap_or(Place::Hub).into()
}

fn files() -> Vec<PathBuf> {
    let entries = fs::read_dir(armed()).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

/// `4`, which is armed, or `4.1234`, of which process 1234 died.
fn read(file: &std::path::Path) -> Option<(u8, Option<u32>)> {
    let name = file.file_name()?.to_str()?;
    match name.split_once('.') {
        None => Some((name.parse().ok()?, None)),
        Some((step, pid)) => Some((step.parse().ok()?, Some(pid.parse().ok()?))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn a_file_says_which_step_and_who_died() {
        assert_eq!(read(Path::new("/x/4")), Some((4, None)));
        assert_eq!(read(Path::new("/x/4.1234")), Some((4, Some(1234))));
        assert_eq!(read(Path::new("/x/4.tmp")), None);
    }
}
