//! One service as a child process: started with its faults, killed, stopped and continued. It dies with this program.

use super::{
    cleanup::dying_with_us,
    grounds::Grounds,
    instance::{Dependency, Instance, Role, Routing, root},
};
use anyhow::Context as _;
use std::{
    fs::OpenOptions,
    path::{Path, PathBuf},
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
    grounds: Grounds,
    child: Child,
}

impl Process {
    /// Starts it, reaching its dependencies by this routing.
    ///
    /// # Errors
    /// When there is no such program, or no log can be written.
    pub fn start(
        grounds: Grounds,
        instance: Instance,
        routing: Routing,
        faults: &FaultSettings,
    ) -> anyhow::Result<Self> {
        let mut command = command(grounds, instance, routing)?;
        command.envs(faults.iter().map(|(key, value)| (*key, value.as_str()))).kill_on_drop(true);
        let child = command.spawn().with_context(|| format!("{instance} does not start"))?;
        Ok(Self { instance, grounds, child })
    }

    /// Waits until it says that it is ready.
    ///
    /// # Errors
    /// When it ended, or is not ready in time.
    pub async fn ready(&mut self) -> anyhow::Result<()> {
        let url = format!("http://127.0.0.1:{}/readyz", self.grounds.http_port(self.instance));
        let deadline = Instant::now() + READY_MAX;
        while !matches!(reqwest::get(&url).await, Ok(answer) if answer.status().is_success()) {
            if let Some(status) = self.child.try_wait()? {
                anyhow::bail!(
                    "{} ended with {status}; its log is {}",
                    self.instance,
                    log_file(self.grounds, &self.instance.to_string()).display()
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

/// A service with its faults compiled in, ready to be started: it dies with this program, and writes to its log.
///
/// # Errors
/// When there is no such program, or no log can be written.
pub fn command(grounds: Grounds, instance: Instance, routing: Routing) -> anyhow::Result<Command> {
    let program = if instance.role == Role::Hub { "codepix" } else { "bank-api" };
    let at = |dependency| grounds.address_of(instance, dependency, routing);
    let mut command = logged(grounds, &instance.to_string(), &built()?.join("faults").join(program))?;
    command
        .arg("serve")
        .env("POSTGRES_ADDR", at(Dependency::Postgres))
        .env("KAFKA_BROKERS", at(Dependency::Kafka))
        .env("HTTP_ADDR", format!("127.0.0.1:{}", grounds.http_port(instance)))
        .env("INSTANCE", instance.number.to_string());
    match instance.role.code() {
        None => {
            let grpc = format!("127.0.0.1:{}", grounds.grpc_port(instance));
            command.env("GRPC_ADDR", grpc).env("KEY_TOKENS", "1000000")
        }
        Some(code) => {
            let hub = format!("http://{}", at(Dependency::Hub));
            command.env("BANK", code).env("HUB_GRPC_URL", hub).env("LOOKUP_TOKENS", "1000000")
        }
    };
    Ok(command)
}

/// A program of ours that dies with this one, and says what it says in the log `name` of its grounds.
///
/// # Errors
/// When there is no such program, or no log can be written.
pub fn logged(grounds: Grounds, name: &str, program: &Path) -> anyhow::Result<Command> {
    anyhow::ensure!(
        program.exists(),
        "{} is not there: scripts/{} builds it",
        program.display(),
        grounds.name
    );
    let path = log_file(grounds, name);
    let log = OpenOptions::new().create(true).append(true).open(&path);
    let log = log.with_context(|| format!("cannot write {}", path.display()))?;
    let mut command = dying_with_us(program);
    command.env("BANKS_FILE", root().join("banks.env"));
    command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
    Ok(command)
}

/// Where programs are built: the folder above this one's.
///
/// # Errors
/// When this program is in no folder.
pub fn built() -> anyhow::Result<PathBuf> {
    let own = std::env::current_exe()?;
    Ok(own.ancestors().nth(2).context("this program is in no folder")?.to_owned())
}

fn log_file(grounds: Grounds, name: &str) -> PathBuf {
    grounds.folder().join(format!("{name}.log"))
}
