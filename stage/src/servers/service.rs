//! A service or the pages of a bank: a process that is our child and dies with us.

use std::os::unix::process::ExitStatusExt as _;

use anyhow::Context as _;
use tokio::process::{Child, Command};

use super::os::{self, Signal};
use crate::journal::ProcessState;

/// One process with a plug.
pub struct Service {
    port: u16,
    child: Option<Child>,
    /// It has listened since it was started.
    listened: bool,
    /// How it ended the last time.
    ended: ProcessState,
    /// The bug it is to be started with.
    pub bug: Option<String>,
    /// The bug that it was started with.
    has_bug: Option<String>,
}

/// What is seen of a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sight {
    pub pid: Option<u32>,
    pub state: ProcessState,
}

impl Service {
    /// One that does not run yet, and will listen at `port`.
    pub fn new(port: u16) -> Self {
        Self { port, child: None, listened: false, ended: ProcessState::Stopped, bug: None, has_bug: None }
    }

    /// Starts it; says its number.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start(&mut self, mut command: Command) -> anyhow::Result<u32> {
        let child = command.kill_on_drop(true).spawn().context("it does not start")?;
        let pid = child.id().context("it ended at once")?;
        (self.child, self.listened, self.has_bug) = (Some(child), false, self.bug.clone());
        Ok(pid)
    }

    pub fn signal(&mut self, signal: Signal) -> anyhow::Result<()> {
        // Not waited for yet: its number cannot be another's.
        let pid = self.child.as_ref().and_then(Child::id).context("it does not run")?;
        os::signal(pid, signal)
    }

    /// It runs, or is about to.
    pub fn runs(&mut self) -> bool {
        self.reap();
        self.child.is_some()
    }

    pub fn is_frozen(&self) -> bool {
        let pid = self.child.as_ref().and_then(Child::id);
        pid.and_then(os::standing).is_some_and(os::is_frozen)
    }

    /// The bug that it was started with the last time.
    pub fn has_bug(&self) -> Option<String> {
        self.has_bug.clone()
    }

    /// How it stands. One that is being started still stands as it ended.
    pub fn look(&mut self) -> Sight {
        self.reap();
        let gone = Sight { pid: None, state: self.ended };
        let Some(pid) = self.child.as_ref().and_then(Child::id) else { return gone };
        self.listened = self.listened || os::listens(self.port);
        match os::standing(pid) {
            Some(standing) if os::is_frozen(standing) => {
                Sight { pid: Some(pid), state: ProcessState::Frozen }
            }
            Some(_) if self.listened => Sight { pid: Some(pid), state: ProcessState::Up },
            _ => gone,
        }
    }

    fn reap(&mut self) {
        let Some(child) = &mut self.child else { return };
        if let Ok(Some(status)) = child.try_wait() {
            let well = status.success() || status.signal() == Some(Signal::TERM.as_raw());
            self.ended = if well { ProcessState::Stopped } else { ProcessState::Killed };
            self.child = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{net::TcpListener, time::Duration};

    async fn becomes(service: &mut Service, state: ProcessState) {
        let mut seen = Vec::new();
        for _ in 0..500 {
            let sight = service.look();
            if sight.state == state {
                return;
            }
            seen.push(sight.state);
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("it is not {state:?}: {:?}", seen.last());
    }

    #[tokio::test]
    async fn what_is_seen_is_what_became_of_the_process() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut service = Service::new(listener.local_addr().unwrap().port());
        let mut sleep = Command::new("sleep");
        sleep.arg("600");
        service.start(sleep).unwrap();
        becomes(&mut service, ProcessState::Up).await;
        service.signal(Signal::STOP).unwrap();
        becomes(&mut service, ProcessState::Frozen).await;
        service.signal(Signal::CONT).unwrap();
        becomes(&mut service, ProcessState::Up).await;
        service.signal(Signal::KILL).unwrap();
        becomes(&mut service, ProcessState::Killed).await;
        assert!(!service.runs() && service.signal(Signal::KILL).is_err());
    }

    #[tokio::test]
    async fn one_that_ends_badly_by_itself_counts_as_killed() {
        let mut service = Service::new(1);
        service.start(Command::new("false")).unwrap();
        becomes(&mut service, ProcessState::Killed).await;
    }
}
