//! Whether the hub can do its work, for health checks.

use engine::Progress;
use tokio::sync::watch;

/// What the hub depends on, and whether its work moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Readiness {
    /// The own database is reachable and migrated.
    pub store: bool,
    /// The broker answers. Without it transfers wait, and everything else works.
    pub broker: bool,
    /// Of the writers and the consumer.
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
