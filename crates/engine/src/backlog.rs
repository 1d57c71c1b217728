//! What waits for the writer and what became of it: the bound of the queue and the readiness go by this.

use crate::progress::{Progress, STUCK_AFTER};
use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::time::Instant;

/// Shared by the writer and all who hand in.
#[derive(Debug, Default)]
pub struct Backlog(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// When each job in the queue arrived, the oldest first.
    waiting: VecDeque<Instant>,
    /// When the oldest job of the batch under way arrived.
    under_way: Option<Instant>,
    settled: Option<Instant>,
    /// Since when batches come to nothing, and when the last one did.
    failing: Option<(Instant, Instant)>,
}

impl Backlog {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A job is about to stand in the queue.
    pub fn arrives(&self) {
        self.state().waiting.push_back(Instant::now());
    }

    /// So many jobs were taken out, as a batch.
    pub fn taken(&self, jobs: usize) {
        let mut state = self.state();
        let oldest = state.waiting.drain(..jobs).next();
        state.under_way = oldest;
    }

    /// Nobody waits any more for any of them.
    pub fn let_go(&self) {
        self.state().under_way = None;
    }

    /// The batch has ended, settled as a whole or not.
    pub fn ended(&self, settled: bool) {
        let (mut state, now) = (self.state(), Instant::now());
        let began = state.under_way.take().unwrap_or(now);
        match settled {
            true => (state.settled, state.failing) = (Some(now), None),
            false => state.failing = Some((state.failing.map_or(began, |(since, _)| since), now)),
        }
    }

    /// How long the oldest job has stood in the queue.
    pub fn longest_wait(&self) -> Duration {
        self.state().waiting.front().map(Instant::elapsed).unwrap_or_default()
    }

    pub fn progress(&self) -> Progress {
        let state = self.state();
        // Whoever was told that nothing came of it asks again as a new job. While that goes on it is one wait.
        let failing = state.failing.filter(|(_, last)| last.elapsed() < STUCK_AFTER).map(|(since, _)| since);
        let oldest = [state.under_way, state.waiting.front().copied(), failing].into_iter().flatten().min();
        Progress {
            oldest_job: oldest.map(|since| since.elapsed()),
            last_settled: state.settled.map(|at| at.elapsed()),
            ..Progress::default()
        }
    }
}
