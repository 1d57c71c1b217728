//! Does the work move? What a service tells those who ask whether it is ready.

use std::time::Duration;

/// A job that is not settled after so long shows that the work stands still.
pub const STUCK_AFTER: Duration = Duration::from_secs(5);

/// Whether work moves, at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// For how long somebody has waited for what is not settled yet; None while nobody does.
    pub oldest_job: Option<Duration>,
    /// How long ago a batch was settled; None before the first.
    pub last_settled: Option<Duration>,
    /// How long ago a message was taken in; None before the first.
    pub last_heard: Option<Duration>,
    /// Partitions with unread messages of which nothing comes.
    pub silent_partitions: usize,
}

impl Progress {
    /// Somebody has waited for so long that a restart is better than more patience.
    pub fn is_stuck(&self) -> bool {
        self.silent_partitions > 0 || self.oldest_job.is_some_and(|age| age >= STUCK_AFTER)
    }

    /// Of two that work side by side: stuck if one of them is.
    pub fn and(self, other: Self) -> Self {
        let latest = |a: Option<Duration>, b: Option<Duration>| [a, b].into_iter().flatten().min();
        Self {
            oldest_job: self.oldest_job.max(other.oldest_job),
            last_settled: latest(self.last_settled, other.last_settled),
            last_heard: latest(self.last_heard, other.last_heard),
            silent_partitions: self.silent_partitions + other.silent_partitions,
        }
    }

    /// For `/readyz`.
    pub fn shown(&self) -> Work {
        let seconds = |time: Option<Duration>| time.map(|time| time.as_secs_f64());
        Work {
            status: if self.is_stuck() { "stuck" } else { "moves" },
            oldest_job_seconds: seconds(self.oldest_job),
            since_settled_seconds: seconds(self.last_settled),
            since_heard_seconds: seconds(self.last_heard),
            silent_partitions: self.silent_partitions,
        }
    }
}

/// How the work gets on, for programs that ask.
#[derive(Debug, serde::Serialize)]
pub struct Work {
    /// `moves`; `stuck`: somebody has waited for too long, and a restart may help.
    status: &'static str,
    oldest_job_seconds: Option<f64>,
    since_settled_seconds: Option<f64>,
    since_heard_seconds: Option<f64>,
    silent_partitions: usize,
}
