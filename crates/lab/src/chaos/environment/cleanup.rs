//! Nothing of a run outlives it, not even when it is killed: child processes die with this program, and what runs apart
//! from it (PostgreSQL, Kafka) is taken down by a watcher that notices its end.

use anyhow::Context as _;
use std::{
    ffi::OsStr,
    io::Write as _,
    os::unix::process::CommandExt as _,
    process::{Child, Command as Blocking, Stdio},
};
use tokio::process::Command;

/// A program that the kernel kills when this thread ends.
pub fn dying_with_us(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "KILL", "--"]).arg(program);
    command
}

/// Runs a program when this process ends without dismissing it.
pub struct Watcher(Child);

impl Watcher {
    /// Waits, in a process group of its own, for this process to end; then runs the program.
    ///
    /// # Errors
    /// When no process can be started.
    pub fn start(program: impl AsRef<OsStr>, arguments: &[&str]) -> anyhow::Result<Self> {
        // Our end closes its input: `read` fails then. It succeeds with a line, which dismisses it.
        let child = Blocking::new("bash")
            .args(["-c", "read -r || exec \"$@\"", "watcher"])
            .arg(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn();
        Ok(Self(child.context("no watcher can be started")?))
    }

    /// Has it clean up now, and waits for that.
    ///
    /// # Errors
    /// When the watcher is gone.
    pub fn release(mut self) -> anyhow::Result<()> {
        drop(self.0.stdin.take());
        self.0.wait().context("the watcher is gone")?;
        Ok(())
    }

    /// Ends it: there is nothing left to clean up.
    ///
    /// # Errors
    /// When the watcher is gone.
    pub fn dismiss(mut self) -> anyhow::Result<()> {
        self.0.stdin.take().context("no input")?.write_all(b"dismissed\n").context("the watcher is gone")?;
        self.0.wait()?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::until;
    use std::{fs, path::Path, time::Duration};

    const PATIENCE: Duration = Duration::from_secs(10);

    /// The part of the next test that is killed: the test's own program, started once more with this set to a folder.
    const KILLED: &str = "CODEPIX_TEST_KILLED_IN";

    #[tokio::test]
    async fn what_a_run_has_started_does_not_outlive_its_kill_minus_nine() {
        if let Some(folder) = std::env::var_os(KILLED) {
            return run_until_killed(Path::new(&folder)).await;
        }
        let folder = std::env::temp_dir().join(format!("codepix-killed-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let test =
            "chaos::environment::cleanup::tests::what_a_run_has_started_does_not_outlive_its_kill_minus_nine";
        let own = std::env::current_exe().expect("this program");
        let mut run = Blocking::new(own)
            .args(["--exact", test])
            .env(KILLED, &folder)
            .stdout(Stdio::null())
            .spawn()
            .expect("a run");
        let read = async || fs::read_to_string(folder.join("pid")).map_err(|error| error.to_string());
        let pid = until(PATIENCE, read).await.expect("a run that has started something");
        run.kill().expect("kill -9");
        run.wait().expect("its end");

        let gone = async || match fs::read_to_string(format!("/proc/{pid}/stat")) {
            // A zombie is dead, too.
            Ok(stat) if !stat.contains(") Z") => Err(format!("{pid} lives")),
            _ => Ok(()),
        };
        until(PATIENCE, gone).await.expect("what was started dies");
        let tidy = async || folder.join("tidied").exists().then_some(()).ok_or("nobody tidied up".to_owned());
        until(PATIENCE, tidy).await.expect("what stands apart is taken down");
        fs::remove_dir_all(&folder).expect("the folder goes");
    }

    async fn run_until_killed(folder: &Path) {
        let _watcher =
            Watcher::start("touch", &[&folder.join("tidied").to_string_lossy()]).expect("a watcher");
        let child = dying_with_us("sleep").arg("600").spawn().expect("a process");
        let pid = child.id().expect("its number").to_string();
        fs::write(folder.join("pid.new"), pid).expect("written");
        fs::rename(folder.join("pid.new"), folder.join("pid")).expect("whole");
        std::future::pending::<()>().await;
    }

    #[test]
    fn a_watcher_that_is_released_has_cleaned_up_by_then() {
        let file = std::env::temp_dir().join(format!("codepix-released-{}", std::process::id()));
        let watcher = Watcher::start("touch", &[&file.to_string_lossy()]).expect("a watcher");
        watcher.release().expect("released");
        fs::remove_file(&file).expect("it was at work");
    }

    #[test]
    fn a_watcher_that_is_dismissed_does_nothing() {
        let file = std::env::temp_dir().join(format!("codepix-dismissed-{}", std::process::id()));
        let watcher = Watcher::start("touch", &[&file.to_string_lossy()]).expect("a watcher");
        watcher.dismiss().expect("dismissed");
        assert!(!file.exists());
    }
}
