//! The clock of the environment's PostgreSQL, which is stepped while PostgreSQL runs: libfaketime reads it from a file. Only
//! the wall clock is changed, the monotonic clock is not.

use anyhow::Context as _;
use std::{path::Path, time::Duration};

/// Passed to the scripts, which start PostgreSQL with this clock where libfaketime is installed.
pub const FILE: &str = "/tmp/codepix-chaos-clock";
/// How long until every process of PostgreSQL has read the file again.
const READ: Duration = Duration::from_millis(1500);

/// Can it be set here?
///
/// # Errors
/// Why not.
pub fn can_be_set() -> anyhow::Result<()> {
    // As scripts/lib/postgres.sh finds it.
    let has_it = |folder: &Path| folder.join("faketime/libfaketime.so.1").exists();
    let folders = std::fs::read_dir("/usr/lib").context("/usr/lib")?.flatten();
    let found = folders.into_iter().any(|entry| has_it(&entry.path()));
    anyhow::ensure!(found, "libfaketime is not installed (Debian: faketime)");
    Ok(())
}

/// Sets it so many hours behind the right time.
///
/// # Errors
/// When the file cannot be written.
pub async fn put_back(hours: u32) -> anyhow::Result<()> {
    write(&format!("-{hours}h"))?;
    tokio::time::sleep(READ).await;
    Ok(())
}

/// Sets it right, for a PostgreSQL that is still to be started.
///
/// # Errors
/// When the file cannot be written.
pub fn put_right() -> anyhow::Result<()> {
    write("+0")
}

fn write(offset: &str) -> anyhow::Result<()> {
    std::fs::write(FILE, format!("{offset}\n")).with_context(|| format!("{FILE} cannot be written"))
}
