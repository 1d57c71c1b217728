//! What can be pulled: a service as a thread with a runtime of its own. To kill it is to drop that runtime with everything
//! that the service has in memory, wherever it is just then; its store is not part of it. For a service whose effects are
//! all in its store, that is what `kill -9` is.

use futures::future::LocalBoxFuture;
use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Sender, channel},
    },
    thread::{self, JoinHandle},
};
use tokio::runtime::{Builder, Handle};
use tokio_util::sync::CancellationToken;

/// Runs a service until the token is cancelled, and then as long as it takes to finish what is under way.
pub type Run = Arc<dyn Fn(CancellationToken) -> LocalBoxFuture<'static, anyhow::Result<()>> + Send + Sync>;

/// How a service is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Life {
    Runs,
    /// It has its thread, which does nothing.
    Frozen,
    /// It is gone without having finished anything.
    Killed,
    /// It has finished what was under way, or never began.
    Stopped,
}

/// A service that runs, or does not.
pub struct Plug {
    name: String,
    run: Run,
    running: Option<Running>,
    /// How the last run ended.
    ended: Life,
}

struct Running {
    stop: CancellationToken,
    kill: CancellationToken,
    thread: JoinHandle<()>,
    runtime: Handle,
    frozen: Option<Frost>,
}

/// Holds the thread of a service until it is dropped.
struct Frost {
    _hold: Sender<()>,
    /// The thread stands still: by then, and not when it was asked to.
    holds: Arc<AtomicBool>,
}

impl Plug {
    pub fn new(name: String, run: Run) -> Self {
        Self { name, run, running: None, ended: Life::Stopped }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn is_running(&self) -> bool {
        self.running.as_ref().is_some_and(|running| !running.thread.is_finished())
    }

    pub fn life(&self) -> Life {
        match &self.running {
            Some(running) if running.thread.is_finished() => Life::Killed,
            Some(Running { frozen: Some(frost), .. }) if frost.holds.load(Ordering::Relaxed) => Life::Frozen,
            Some(_) => Life::Runs,
            None => self.ended,
        }
    }

    /// Puts it in. Nothing happens where it is in already.
    ///
    /// # Errors
    /// When the system has no thread or runtime for it.
    pub fn start(&mut self) -> io::Result<()> {
        if self.is_running() {
            return Ok(());
        }
        let (stop, kill) = (CancellationToken::new(), CancellationToken::new());
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (run, stopped, killed) = (Arc::clone(&self.run), stop.clone(), kill.clone());
        let thread = thread::Builder::new().name(self.name.clone()).spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    ended = run(stopped) => if let Err(error) = ended { tracing::error!("it ended: {error:#}") },
                    () = killed.cancelled() => {}
                }
            });
            // Whoever hashes a password finishes it on a thread of its own, for nobody.
            runtime.shutdown_background();
        })?;
        self.running = Some(Running { stop, kill, thread, runtime: handle, frozen: None });
        Ok(())
    }

    /// Pulls it. When this returns, nothing of the service is left but its store.
    pub fn kill(&mut self) {
        self.end(Life::Killed, |running| running.kill.cancel());
    }

    /// Lets it finish what is under way.
    pub fn stop(&mut self) {
        self.end(Life::Stopped, |running| running.stop.cancel());
    }

    /// Lets it do nothing, and lose nothing, until [`Plug::thaw`]: whatever it is at is finished first, which takes no time.
    pub fn freeze(&mut self) {
        let Some(running) = self.running.as_mut().filter(|running| running.frozen.is_none()) else { return };
        let (hold, held) = channel::<()>();
        let holds = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&holds);
        running.frozen = Some(Frost { _hold: hold, holds });
        // All of a service runs on one thread: whoever blocks it stops the service.
        running.runtime.spawn(async move {
            seen.store(true, Ordering::Relaxed);
            // It comes when the frost is dropped, as an error.
            let _ = held.recv();
        });
    }

    /// Lets it go on.
    pub fn thaw(&mut self) {
        if let Some(running) = &mut self.running {
            running.frozen = None;
        }
    }

    fn end(&mut self, ended: Life, how: impl FnOnce(&Running)) {
        let Some(mut running) = self.running.take() else { return };
        self.ended = ended;
        how(&running);
        // What is frozen hears of it only now.
        running.frozen = None;
        if running.thread.join().is_err() {
            tracing::error!("{} panicked", self.name);
        }
    }
}

impl Drop for Plug {
    fn drop(&mut self) {
        self.kill();
    }
}
