//! Kafka or PostgreSQL: a process that the scripts start and stop, apart from us; they write down its number.

use std::{
    fs,
    sync::{Mutex, PoisonError},
};

use lab::chaos::environment::{
    grounds::Grounds,
    scripts::{script, script_with},
};
use tokio::sync::{Mutex as Turn, MutexGuard};

use super::{
    os::{self, Signal},
    service::Sight,
};
use crate::journal::ProcessState;

/// A server with a plug.
pub struct Server {
    grounds: Grounds,
    /// As the scripts call it.
    pub name: &'static str,
    port: u16,
    /// One script at a time.
    turn: Turn<()>,
    /// Its end is nobody's child's: nobody is told how it ended, so what was done to it last says so.
    ended: Mutex<ProcessState>,
    /// The number under which it has listened: asked once, since each question costs the server a connection.
    listened: Mutex<Option<u32>>,
}

impl Server {
    pub fn new(grounds: Grounds, name: &'static str, port: u16) -> Self {
        let (ended, listened) = (Mutex::new(ProcessState::Stopped), Mutex::new(None));
        Self { grounds, name, port, turn: Turn::new(()), ended, listened }
    }

    /// Whoever holds this does something to the server; None while somebody else does.
    pub fn turn(&self) -> Option<MutexGuard<'_, ()>> {
        self.turn.try_lock().ok()
    }

    /// # Errors
    /// What the script said.
    pub async fn start(&self) -> anyhow::Result<()> {
        self.start_with(&[]).await
    }

    /// As [`Server::start`], with everything new: Kafka's storage comes with its topics and rights, which saves seconds.
    ///
    /// # Errors
    /// What the script said.
    pub async fn start_anew(&self) -> anyhow::Result<()> {
        self.start_with(&[("KAFKA_PREPARED", "yes")]).await
    }

    async fn start_with(&self, settings: &[(&str, &str)]) -> anyhow::Result<()> {
        script_with(self.grounds, "up", &["--no-build", self.name], settings).await?;
        // Whatever ends it from now on, unasked.
        self.will_end(ProcessState::Killed);
        Ok(())
    }

    /// Ends it as an operator would.
    ///
    /// # Errors
    /// What the script said.
    pub async fn stop(&self) -> anyhow::Result<()> {
        self.will_end(ProcessState::Stopped);
        script(self.grounds, "down", &[self.name]).await
    }

    /// `kill -9`, at once; then the script tidies up behind it. `wipe`: its data too.
    ///
    /// # Errors
    /// What the script said.
    pub async fn kill(&self, wipe: bool) -> anyhow::Result<()> {
        self.will_end(ProcessState::Killed);
        if let Some(pid) = self.pid() {
            // The script is needed for the rest: a failure shows there.
            drop(os::signal(pid, Signal::KILL));
        }
        let options: &[&str] = if wipe { &["--kill", "--wipe"] } else { &["--kill"] };
        script(self.grounds, "down", &[options, &[self.name]].concat()).await
    }

    /// # Errors
    /// When it does not run.
    pub fn signal(&self, signal: Signal) -> anyhow::Result<()> {
        let pid = self.pid().ok_or_else(|| anyhow::anyhow!("{} does not run", self.name))?;
        os::signal(pid, signal)
    }

    pub fn look(&self) -> Sight {
        let gone = Sight { pid: None, state: *self.ended.lock().unwrap_or_else(PoisonError::into_inner) };
        match self.pid().map(|pid| (pid, os::standing(pid))) {
            Some((pid, Some(standing))) if os::is_frozen(standing) => {
                Sight { pid: Some(pid), state: ProcessState::Frozen }
            }
            Some((pid, Some(_))) if self.listens(pid) => Sight { pid: Some(pid), state: ProcessState::Up },
            _ => gone,
        }
    }

    /// Its number while it lives. A number that was given to another process meanwhile is not its own.
    pub fn pid(&self) -> Option<u32> {
        let read =
            |kind: &str| fs::read_to_string(self.grounds.folder().join(format!("{}.{kind}", self.name))).ok();
        let pid = read("pid")?.trim().parse().ok()?;
        let began: u64 = read("launch")?.lines().next()?.trim().parse().ok()?;
        os::standing(pid).filter(|standing| standing.began == began && standing.letter != 'Z').map(|_| pid)
    }

    fn listens(&self, pid: u32) -> bool {
        let mut listened = self.listened.lock().unwrap_or_else(PoisonError::into_inner);
        if *listened != Some(pid) && os::listens(self.port) {
            *listened = Some(pid);
        }
        *listened == Some(pid)
    }

    fn will_end(&self, state: ProcessState) {
        *self.ended.lock().unwrap_or_else(PoisonError::into_inner) = state;
    }
}
