//! Packets dropped below TCP: neither side is told, as when a machine dies, a cable is pulled, or a router loses its state.
//! Needs nftables, and the right to use it.

use anyhow::Context as _;
use std::process::Stdio;
use tokio::{io::AsyncWriteExt as _, process::Command};

/// All of our rules, so that they are removed together.
const TABLE: &str = "inet codepix_chaos";

/// Can packets be dropped here?
///
/// # Errors
/// Why not.
pub async fn can_be_dropped() -> anyhow::Result<()> {
    deliver().await.context("no packets can be dropped here (nftables, as root)")
}

/// From now on packets to and from these ports of this machine are dropped.
///
/// # Errors
/// Where this user may not.
pub async fn drop_all(ports: &[u16]) -> anyhow::Result<()> {
    let ports = ports.iter().map(u16::to_string).collect::<Vec<_>>().join(", ");
    // On input: the sender must believe that they are on their way.
    nft(&format!(
        "table {TABLE} {{ chain lost {{ type filter hook input priority 0; \
         tcp dport {{ {ports} }} drop; tcp sport {{ {ports} }} drop; }}; }}"
    ))
    .await
}

/// No packet is dropped any more.
///
/// # Errors
/// Where this user may not.
pub async fn deliver() -> anyhow::Result<()> {
    nft(&format!("add table {TABLE}; delete table {TABLE}")).await
}

async fn nft(rules: &str) -> anyhow::Result<()> {
    let mut command = Command::new("nft");
    command.args(["-f", "-"]).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    // Dropped at once: nft begins at the end of its input.
    child.stdin.take().context("no input")?.write_all(rules.as_bytes()).await?;
    let output = child.wait_with_output().await?;
    anyhow::ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}
