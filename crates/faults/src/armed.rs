//! Death that is armed while a process runs: behind its next commit of a step of a transfer's life, before it says so.
//!
//! `FAULT_ARMED` names a folder. A file in it called `4` arms step 4 for everybody who is told of the folder. Whoever commits
//! that step first renames the file to `4.PID`, which only one can, and dies: so it dies once, and whoever armed it learns
//! who did.

use std::{
    path::{Path, PathBuf},
    sync::OnceLock,
};

fn folder() -> Option<&'static Path> {
    static FOLDER: OnceLock<Option<PathBuf>> = OnceLock::new();
    FOLDER.get_or_init(|| std::env::var_os("FAULT_ARMED").map(PathBuf::from)).as_deref()
}

/// These steps (1 to 6) of transfers' lives are committed: ends the process where one of them is armed, as abruptly as
/// `kill -9`.
pub fn committed(steps: impl IntoIterator<Item = u8>) {
    let Some(folder) = folder() else { return };
    let mut seen = [false; 7];
    for step in steps {
        let first = seen.get_mut(usize::from(step)).is_some_and(|seen| !std::mem::replace(seen, true));
        if first && take(folder, step) {
            eprintln!("aborting as armed: step {step}");
            std::process::abort();
        }
    }
}

/// Was this step armed? Nobody else is told so from now on.
fn take(folder: &Path, step: u8) -> bool {
    let (armed, taken) = (format!("{step}"), format!("{step}.{}", std::process::id()));
    std::fs::rename(folder.join(armed), folder.join(taken)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn one_process_alone_takes_what_is_armed_and_leaves_its_number() {
        let folder = std::env::temp_dir().join(format!("codepix-armed-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join("4"), "").expect("armed");
        assert!(!take(&folder, 3), "another step");
        assert!(take(&folder, 4));
        assert!(!take(&folder, 4), "once");
        assert!(folder.join(format!("4.{}", std::process::id())).exists());
        fs::remove_dir_all(&folder).expect("the folder goes");
    }

    #[test]
    fn where_nothing_is_armed_nobody_dies() {
        committed([1, 2, 3, 4, 5, 6, 200]);
    }
}
