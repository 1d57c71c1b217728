//! All that a service does at the same time, and the order in which it ends.
//!
//! On a stop nothing new comes in; requests under way are answered; what was handed in is processed; what was decided is
//! sent. Each step has a deadline, since open questions make good for whatever is cut off.

use crate::Backing;
use anyhow::Context as _;
use std::{sync::Arc, time::Duration};
use tokio::{
    task::{JoinSet, spawn_blocking},
    time::timeout,
};
use tokio_util::sync::CancellationToken;

/// Answers under way, the last batch and the producer's queue have this long to end.
const DRAIN_MAX: Duration = Duration::from_secs(10);
/// Requests and streams that do not end by themselves have this long of it.
const ANSWERS_MAX: Duration = Duration::from_secs(3);
/// What was handed in has this long to be processed after that.
const LAST_BATCH_MAX: Duration = Duration::from_secs(2);

/// The tasks of one process. The first that ends, ends the process.
pub struct Tasks {
    /// Cancelled when the process is to stop: servers take no more requests, streams end.
    pub stop: CancellationToken,
    backing: Arc<dyn Backing>,
    writers: JoinSet<()>,
    servers: JoinSet<anyhow::Result<()>>,
    work: JoinSet<anyhow::Result<()>>,
}

impl Tasks {
    /// None yet; at the end what `backing` still has is sent.
    pub fn new(backing: Arc<dyn Backing>) -> Self {
        let (writers, servers, work) = (JoinSet::new(), JoinSet::new(), JoinSet::new());
        Self { stop: CancellationToken::new(), backing, writers, servers, work }
    }

    /// A writer, which ends when nobody is left who could hand anything in.
    pub fn write(&mut self, writer: impl Future<Output = ()> + Send + 'static) {
        self.writers.spawn(writer);
    }

    /// A server, which ends by itself after `stop`.
    pub fn serve(&mut self, server: impl Future<Output = anyhow::Result<()>> + Send + 'static) {
        self.servers.spawn(server);
    }

    /// Whatever else, which may be aborted at any time.
    pub fn work(&mut self, work: impl Future<Output = anyhow::Result<()>> + Send + 'static) {
        self.work.spawn(work);
    }

    /// Runs until `stop` or the end of any task, then drains.
    ///
    /// # Errors
    /// What ended a task.
    pub async fn run(mut self, stop: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
        let verdict = tokio::select! {
            Some(ended) = self.work.join_next() => ended?,
            Some(ended) = self.servers.join_next() => ended?,
            Some(ended) = self.writers.join_next() => ended.context("the writer broke off"),
            stopped = stop => stopped,
        };
        tracing::info!("stopping: what is under way is finished first");
        self.stop.cancel();
        if timeout(DRAIN_MAX, self.drain()).await.is_err() {
            tracing::warn!("stopped with work under way; open questions will bring it up again");
        }
        verdict
    }

    async fn drain(mut self) {
        self.work.abort_all();
        end_within(ANSWERS_MAX, &mut self.servers).await;
        while self.work.join_next().await.is_some() {}
        // A client that hangs keeps its connection, and with it an intake: then a writer does not end by itself.
        end_within(LAST_BATCH_MAX, &mut self.writers).await;
        self.backing.flush().await;
        let _ = spawn_blocking(telemetry::flush_spans).await;
    }
}

/// Waits until all have ended; those that have not after `most` are aborted.
async fn end_within<T: 'static>(most: Duration, tasks: &mut JoinSet<T>) {
    let ended = async { while tasks.join_next().await.is_some() {} };
    if timeout(most, ended).await.is_err() {
        tasks.shutdown().await;
    }
}
