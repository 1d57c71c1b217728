//! What the hub knows of its own neighbours, for those who ask whether it is ready.

use engine::Progress;
use tokio::sync::watch;

/// Which neighbours answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Readiness {
    /// The own database is reachable and migrated.
    pub store: bool,
    /// The broker answers. Without it transfers wait, and everything else works.
    pub broker: bool,
    /// Whether what is handed in is settled.
    pub progress: Progress,
}

impl Readiness {
    /// Can the hub do its work?
    pub fn is_ready(self) -> bool {
        self.store && !self.progress.is_stuck()
    }
}

/// The present readiness, and its changes.
pub type Ready = watch::Receiver<Readiness>;
