//! One service as a process of ours: started with its faults, killed, frozen, thawed. Dies with us.

use super::{
    mortal,
    names::{Name, Neighbour, Roads, Role, root},
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
/// Between two looks.
const LOOK_AGAIN: Duration = Duration::from_millis(30);

/// What a process is told to do wrong: `FAULT_…` settings.
pub type Faults = Vec<(&'static str, String)>;

/// A service that runs.
pub struct Process {
    pub name: Name,
    child: Child,
}

impl Process {
    /// Starts it, with its neighbours at the end of these roads.
    ///
    /// # Errors
    /// When there is no such program, or no log can be written.
    pub fn start(name: Name, roads: Roads, faults: &Faults) -> anyhow::Result<Self> {
        let program = programs()?.join(if name.role == Role::Hub { "codepix" } else { "bank-api" });
        anyhow::ensure!(program.exists(), "{} is not there: scripts/chaos builds it", program.display());
        let log = log(name)?;
        let at = |neighbour| name.address_of(neighbour, roads);
        let mut command = mortal::command(&program);
        command
            .arg("serve")
            .env("BANKS_FILE", root().join("banks.env"))
            .env("POSTGRES_ADDR", at(Neighbour::Postgres))
            .env("KAFKA_BROKERS", at(Neighbour::Kafka))
            .env("HTTP_ADDR", format!("127.0.0.1:{}", name.http_port()))
            .env("INSTANCE", name.instance.to_string())
            .envs(faults.iter().map(|(key, value)| (*key, value.as_str())))
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .kill_on_drop(true);
        match name.role.code() {
            None => {
                let grpc = format!("127.0.0.1:{}", name.grpc_port());
                command.env("GRPC_ADDR", grpc).env("KEY_TOKENS", "1000000")
            }
            Some(code) => {
                let hub = format!("http://{}", at(Neighbour::Hub));
                command.env("BANK", code).env("HUB_GRPC_URL", hub).env("LOOKUP_TOKENS", "1000000")
            }
        };
        let child = command.spawn().with_context(|| format!("{} does not start", program.display()))?;
        Ok(Self { name, child })
    }

    /// Waits until it says that it is ready.
    ///
    /// # Errors
    /// When it ended, or is not ready in time.
    pub async fn ready(&mut self) -> anyhow::Result<()> {
        let url = format!("http://127.0.0.1:{}/readyz", self.name.http_port());
        let deadline = Instant::now() + READY_MAX;
        while !matches!(reqwest::get(&url).await, Ok(answer) if answer.status().is_success()) {
            if let Some(status) = self.child.try_wait()? {
                anyhow::bail!(
                    "{} ended with {status}; its log is {}",
                    self.name,
                    log_file(self.name).display()
                );
            }
            anyhow::ensure!(Instant::now() < deadline, "{} is not ready after {READY_MAX:?}", self.name);
            tokio::time::sleep(LOOK_AGAIN).await;
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
        Ok(ended.with_context(|| format!("{} still runs after {within:?}", self.name))??)
    }

    /// Sends a signal by name: TERM, STOP, CONT.
    pub async fn signal(&self, signal: &str) -> anyhow::Result<()> {
        let pid = self.child.id().with_context(|| format!("{} has ended", self.name))?;
        send(signal, &pid.to_string()).await.with_context(|| self.name.to_string())
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

/// Where the programs with faults in them stand: beside this one's folder.
fn programs() -> anyhow::Result<PathBuf> {
    let own = std::env::current_exe()?;
    Ok(own.ancestors().nth(2).context("this program stands nowhere")?.join("faults"))
}

fn log_file(name: Name) -> PathBuf {
    root().join(format!(".run/chaos/{name}.log"))
}

fn log(name: Name) -> anyhow::Result<File> {
    let path = log_file(name);
    let opened = OpenOptions::new().create(true).append(true).open(&path);
    opened.with_context(|| format!("cannot write {}", path.display()))
}
