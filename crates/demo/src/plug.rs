//! What can be pulled: a service as a thread with a runtime of its own. To kill it is to drop that runtime with everything
//! that the service has in memory, wherever it is just then; its store is not part of it. For a service whose effects are
//! all in its store, that is what `kill -9` is.

use futures::future::LocalBoxFuture;
use std::{
    io,
    sync::Arc,
    thread::{self, JoinHandle},
};
use tokio::runtime::Builder;
use tokio_util::sync::CancellationToken;

/// Runs a service until the token is cancelled, and then as long as it takes to finish what is under way.
pub type Run = Arc<dyn Fn(CancellationToken) -> LocalBoxFuture<'static, anyhow::Result<()>> + Send + Sync>;

/// A service that runs, or does not.
pub struct Plug {
    name: String,
    run: Run,
    running: Option<Running>,
}

struct Running {
    stop: CancellationToken,
    kill: CancellationToken,
    thread: JoinHandle<()>,
}

impl Plug {
    pub fn new(name: String, run: Run) -> Self {
        Self { name, run, running: None }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn is_running(&self) -> bool {
        self.running.as_ref().is_some_and(|running| !running.thread.is_finished())
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
        self.running = Some(Running { stop, kill, thread });
        Ok(())
    }

    /// Pulls it. When this returns, nothing of the service is left but its store.
    pub fn kill(&mut self) {
        self.end(|running| running.kill.cancel());
    }

    /// Lets it finish what is under way.
    pub fn stop(&mut self) {
        self.end(|running| running.stop.cancel());
    }

    fn end(&mut self, how: impl FnOnce(&Running)) {
        let Some(running) = self.running.take() else { return };
        how(&running);
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
