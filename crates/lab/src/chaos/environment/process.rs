//! One service as a child process: started with its faults, killed, stopped and continued. It dies with this program.

use super::{
    cleanup::dying_with_us,
    instance::{Dependency, Instance, Role, Routing, root},
};
use anyhow::Context as _;
use std::{
    fs::{File, OpenOptions},
    path::PathBuf,
    process::{ExitStatus, Stdio},
    time::{Duration, Instant},
};
use tokio::process::{Child, Command};

/// How long a service may take until it is ready.
const READY_MAX: Duration = Duration::from_secs(30);
/// Between two polls.
const POLL: Duration = Duration::from_millis(30);

/// The `FAULT_…` settings of a process.
pub type FaultSettings = Vec<(&'static str, String)>;

/// A service that runs.
pub struct Process {
    pub instance: Instance,
    child: Child,
}

impl Process {
    /// Starts it, reaching its dependencies by this routing.
    ///
    /// # Errors
    /// When there is no such program, or no log can be written.
    pub fn start(instance: Instance, routing: Routing, faults: &FaultSettings) -> anyhow::Result<Self> {
        let program = programs()?.join(if instance.role == Role::Hub { "codepix" } else { "bank-api" });
        anyhow::ensure!(program.exists(), "{} is not there: scripts/chaos builds it", program.display());
        let log = log(instance)?;
        let at = |dependency| instance.address_of(dependency, routing);
        let mut command = dying_with_us(&program);
        command
            .arg("serve")
            .env("BANKS_FILE", root().join("banks.env"))
            .env("POSTGRES_ADDR", at(Dependency::Postgres))
            .env("KAFKA_BROKERS", at(Dependency::Kafka))
            .env("HTTP_ADDR", format!("127.0.0.1:{}", instance.http_port()))
            .env("INSTANCE", instance.number.to_string())
            .envs(faults.iter().map(|(key, value)| (*key, value.as_str())))
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .kill_on_drop(true);
        match instance.role.code() {
            None => {
                let grpc = format!("127.0.0.1:{}", instance.grpc_port());
                command.env("GRPC_ADDR", grpc).env("KEY_TOKENS", "1000000")
            }
            Some(code) => {
                let hub = format!("http://{}", at(Dependency::Hub));
                command.env("BANK", code).env("HUB_GRPC_URL", hub).env("LOOKUP_TOKENS", "1000000")
            }
        };
        let child = command.spawn().with_context(|| format!("{} does not start", program.display()))?;
        Ok(Self { instance, child })
    }

    /// Waits until it says that it is ready.
    ///
    /// # Errors
    /// When it ended, or is not ready in time.
    pub async fn ready(&mut self) -> anyhow::Result<()> {
        let url = format!("http://127.0.0.1:{}/readyz", self.instance.http_port());
        let deadline = Instant::now() + READY_MAX;
        while !matches!(reqwest::get(&url).await, Ok(answer) if answer.status().is_success()) {
            if let Some(status) = self.child.try_wait()? {
                anyhow::bail!(
                    "{} ended with {status}; its log is {}",
                    self.instance,
                    log_file(self.instance).display()
                );
            }
            anyhow::ensure!(Instant::now() < deadline, "{} is not ready after {READY_MAX:?}", self.instance);
            tokio::time::sleep(POLL).await;
        }
        Ok(())
    }

    /// `kill -9`.
    pub async fn kill(&mut self) -> anyhow::Result<()> {
        Ok(self.child.kill().await?)
    }

    /// Has it ended?
    pub fn ended(&mut self) -> anyhow::Result<bool> {
        Ok(self.child.try_wait()?.is_some())
    }

    /// Waits until it has ended, for so long.
    ///
    /// # Errors
    /// When it has not.
    pub async fn end(&mut self, within: Duration) -> anyhow::Result<ExitStatus> {
        let ended = tokio::time::timeout(within, self.child.wait()).await;
        Ok(ended.with_context(|| format!("{} still runs after {within:?}", self.instance))??)
    }

    /// Sends a signal by name: TERM, STOP, CONT.
    pub async fn signal(&self, signal: &str) -> anyhow::Result<()> {
        let pid = self.child.id().with_context(|| format!("{} has ended", self.instance))?;
        send(signal, &pid.to_string()).await.with_context(|| self.instance.to_string())
    }
}

/// Sends a signal by name to a process by its number.
///
/// # Errors
/// When there is no such process.
pub async fn send(signal: &str, pid: &str) -> anyhow::Result<()> {
    let sent = Command::new("kill").args(["-s", signal, pid]).status().await?;
    anyhow::ensure!(sent.success(), "process {pid} took no SIG{signal}");
    Ok(())
}

/// Where the programs built with faults are: beside this one's folder.
fn programs() -> anyhow::Result<PathBuf> {
    let own = std::env::current_exe()?;
    Ok(own.ancestors().nth(2).context("this program is in no folder")?.join("faults"))
}

fn log_file(instance: Instance) -> PathBuf {
    root().join(format!(".run/chaos/{instance}.log"))
}

fn log(instance: Instance) -> anyhow::Result<File> {
    let path = log_file(instance);
    let opened = OpenOptions::new().create(true).append(true).open(&path);
    opened.with_context(|| format!("cannot write {}", path.display()))
}
