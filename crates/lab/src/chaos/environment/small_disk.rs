//! A disk that is small enough to be filled: a file system in a file, mounted for the servers' data. Needs the right to
//! mount.

use anyhow::Context as _;
use std::path::PathBuf;
use tokio::process::Command;

/// Where such a disk is mounted.
const MOUNTED_AT: &str = "/tmp/codepix-chaos-disk";
/// Enough for both servers, and soon full.
const SIZE: &str = "1200M";

/// A mounted file system.
pub struct SmallDisk(());

/// The folder of the servers' data, when it is on a small disk.
pub fn state() -> Option<PathBuf> {
    let state = PathBuf::from(MOUNTED_AT).join("state");
    state.is_dir().then_some(state)
}

impl SmallDisk {
    /// Makes and mounts one.
    ///
    /// # Errors
    /// Where this user may not mount.
    pub async fn mount() -> anyhow::Result<Self> {
        shell("umount -q $AT; rm -rf $AT $AT.img; mkdir -p $AT && truncate -s $SIZE $AT.img && mkfs.ext4 -q -m 0 $AT.img && \
               mount -o loop $AT.img $AT && mkdir $AT/state && chmod 755 $AT $AT/state")
        .await
        .context("no small disk can be mounted here")?;
        Ok(Self(()))
    }

    /// Fills it.
    ///
    /// # Errors
    /// When some room is left, however often it is tried.
    pub async fn fill(&self) -> anyhow::Result<()> {
        // Each `cat` ends with "no space left". It is not the last one while room is freed meanwhile: by a server
        // that dies and drops its files, or by the file system, which reserves more than it comes to need.
        shell(
            "for attempt in {1..50}; do cat /dev/zero >>$AT/ballast; sync -f $AT; \
             free=$(df --output=avail $AT | tail -1); ((free >= 100)) || exit 0; done 2>/dev/null; \
             echo \"the small disk does not fill: $free KiB are left\" >&2; exit 1",
        )
        .await
    }

    /// Frees the room again.
    ///
    /// # Errors
    /// When that fails.
    pub async fn clear(&self) -> anyhow::Result<()> {
        shell("rm $AT/ballast").await
    }
}

/// Unmounts and deletes the disk, if there is one; its servers must be down.
///
/// # Errors
/// When it is still in use.
pub async fn take_away() -> anyhow::Result<()> {
    shell("! mountpoint -q $AT || umount $AT && rm -rf $AT $AT.img").await
}

async fn shell(commands: &str) -> anyhow::Result<()> {
    let mut command = Command::new("bash");
    command.args(["-c", commands]).env("AT", MOUNTED_AT).env("SIZE", SIZE);
    let output = command.output().await?;
    anyhow::ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}
