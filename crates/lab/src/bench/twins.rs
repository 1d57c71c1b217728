//! A second instance of hub and banks, beside the one that runs: the same command line, on other ports.

use super::{accounts::Branch, load::Load};
use crate::chaos::environment::cleanup::dying_with_us;
use anyhow::Context as _;
use banks::Banks;
use std::{
    fs,
    path::Path,
    process::Stdio,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::process::{Child, Command};

/// By how much their ports are above those of the first instances.
const SHIFT: u16 = 10_000;
/// How long one may take until it is ready.
const READY_MAX: Duration = Duration::from_secs(30);
/// Between two polls.
const POLL: Duration = Duration::from_millis(30);
/// The hub's HTTP port.
const HUB_PORT: u16 = 8000;

/// The second instances, which end with this program.
pub struct Twins(Vec<Child>);

impl Twins {
    /// Starts them, and waits until they are ready.
    ///
    /// # Errors
    /// When a first instance does not run, or a second one is not ready in time.
    pub async fn start(run_dir: &Path, banks: &Banks) -> anyhow::Result<Self> {
        let banks = banks.banks.iter().map(|bank| (format!("bank-api-{}", bank.code), bank.api_port));
        let mut children = Vec::new();
        for (name, port) in banks.chain([("codepix".to_owned(), HUB_PORT)]) {
            let mut child = twin(run_dir, &name)?.spawn().with_context(|| format!("no second {name}"))?;
            ready(&mut child, port + SHIFT).await.with_context(|| format!("the second {name}"))?;
            children.push(child);
        }
        Ok(Self(children))
    }

    /// The same load, on both instances of each bank.
    pub fn share(&self, load: &Load) -> Load {
        let both = |branch: &Branch| {
            let ports = branch.ports.iter().flat_map(|port| [*port, port + SHIFT]).collect();
            Branch { ports, ..branch.clone() }
        };
        Load { branches: Arc::new(load.branches.iter().map(both).collect()), ..load.clone() }
    }

    /// Lets them finish what is under way.
    ///
    /// # Errors
    /// When one does not end well.
    pub async fn stop(self) -> anyhow::Result<()> {
        for mut child in self.0 {
            let pid = child.id().context("a second instance has ended")?.to_string();
            Command::new("kill").args(["-s", "TERM", &pid]).status().await?;
            let status = child.wait().await?;
            anyhow::ensure!(status.success(), "a second instance left with {status}");
        }
        Ok(())
    }
}

/// The command line of the service that runs, with the ports of loopback moved, but for where its neighbours are.
fn twin(run_dir: &Path, name: &str) -> anyhow::Result<Command> {
    let pid = fs::read_to_string(run_dir.join(format!("{name}.pid")))
        .with_context(|| format!("{name} does not run"))?;
    let line = fs::read_to_string(format!("/proc/{}/cmdline", pid.trim()))?;
    let mut words = line.split_terminator('\0');
    let mut command = dying_with_us(words.next().context("a process without a program")?);
    while let Some(word) = words.next() {
        command.arg(word);
        if ["--http-addr", "--grpc-addr"].contains(&word) {
            command.arg(moved(words.next().context("an option without its value")?)?);
        }
    }
    command.env("INSTANCE", "2").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.kill_on_drop(true);
    Ok(command)
}

fn moved(address: &str) -> anyhow::Result<String> {
    let (host, port) = address.rsplit_once(':').context("an address without a port")?;
    Ok(format!("{host}:{}", port.parse::<u16>()? + SHIFT))
}

async fn ready(child: &mut Child, port: u16) -> anyhow::Result<()> {
    let url = format!("http://127.0.0.1:{port}/readyz");
    let deadline = Instant::now() + READY_MAX;
    while !matches!(reqwest::get(&url).await, Ok(answer) if answer.status().is_success()) {
        if let Some(status) = child.try_wait()? {
            anyhow::bail!("ended with {status}");
        }
        anyhow::ensure!(Instant::now() < deadline, "is not ready after {READY_MAX:?}");
        tokio::time::sleep(POLL).await;
    }
    Ok(())
}
