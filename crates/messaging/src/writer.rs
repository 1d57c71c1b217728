//! The writer: one per process, takes whatever has arrived as a batch, settles it, then sends, then answers.
//!
//! The next batch grows while the last one commits; an idle system never waits for company. Requests wait in a bounded
//! queue: where somebody has waited for more than a second already, others are told to come back.

use crate::{
    backlog::Backlog,
    desk::{Desk, Settled, Settlement, Unavailable, settle},
    faults,
    message::Message,
    producer::Producer,
    progress::Progress,
    spans,
};
use std::{sync::Arc, time::Duration};
use tokio::sync::{Notify, mpsc, oneshot};

/// Jobs in the queue, at the most.
const QUEUE_MAX: usize = 4096;
/// Jobs taken into one batch, at the most.
const BATCH_MAX: usize = 512;
/// A job that waits longer than this shows that more arrives than can be settled.
const WAIT_MAX: Duration = Duration::from_secs(1);

type Answers<D> = Result<Vec<<D as Desk>::Answer>, Unavailable>;

struct Job<D: Desk> {
    commands: Vec<D::Command>,
    reply: oneshot::Sender<Answers<D>>,
    /// Somebody's request, who may have gone away; a reader never gives its messages up.
    is_request: bool,
}

impl<D: Desk> Job<D> {
    fn new(commands: Vec<D::Command>, is_request: bool) -> (Self, oneshot::Receiver<Answers<D>>) {
        let (reply, answer) = oneshot::channel();
        (Self { commands, reply, is_request }, answer)
    }

    /// Does anybody wait for it? Who was told to ask again must not be paid for behind their back.
    fn is_wanted(&self) -> bool {
        !(self.is_request && self.reply.is_closed())
    }
}

/// Where commands are handed in. Cheap to clone.
pub struct Intake<D: Desk> {
    queue: mpsc::Sender<Job<D>>,
    backlog: Arc<Backlog>,
}

impl<D: Desk> Clone for Intake<D> {
    fn clone(&self) -> Self {
        Self { queue: self.queue.clone(), backlog: Arc::clone(&self.backlog) }
    }
}

impl<D: Desk> Intake<D> {
    /// Settles one request; does not settle it any more when this is dropped before its batch begins.
    ///
    /// # Errors
    /// [`Unavailable`] at once when the queue is longer than a second, and when the store is away.
    pub async fn request(&self, command: D::Command) -> Result<D::Answer, Unavailable> {
        let (job, reply) = Job::new(vec![command], true);
        let place = self.queue.try_reserve().ok().filter(|_| self.backlog.longest_wait() <= WAIT_MAX);
        let crowded = || Unavailable("more arrives than can be settled at present".into());
        self.put(place.ok_or_else(crowded)?, job);
        let answers = reply.await.map_err(|_| stopped())??;
        answers.into_iter().next().ok_or_else(stopped)
    }

    /// Settles messages that were read from a topic; waits for a place in the queue.
    ///
    /// # Errors
    /// [`Unavailable`] when the store is away: the same messages may be handed in again.
    pub async fn messages(&self, commands: Vec<D::Command>) -> Result<Vec<D::Answer>, Unavailable> {
        if commands.is_empty() {
            return Ok(Vec::new());
        }
        let (job, reply) = Job::new(commands, false);
        self.put(self.queue.reserve().await.map_err(|_| stopped())?, job);
        reply.await.map_err(|_| stopped())?
    }

    /// Whether the writer gets anywhere.
    pub fn progress(&self) -> Progress {
        self.backlog.progress()
    }

    fn put(&self, place: mpsc::Permit<'_, Job<D>>, job: Job<D>) {
        self.backlog.arrives();
        place.send(job);
    }
}

fn stopped() -> Unavailable {
    Unavailable("the service is stopping".into())
}

/// The one task that decides and commits.
pub struct Writer<D: Desk> {
    desk: Arc<D>,
    producer: Arc<dyn Producer>,
    lost: Arc<Notify>,
    queue: mpsc::Receiver<Job<D>>,
    backlog: Arc<Backlog>,
}

impl<D: Desk> Writer<D> {
    /// Rings `lost` where a batch may have been committed and its messages were not sent.
    pub fn new(desk: Arc<D>, producer: Arc<dyn Producer>, lost: Arc<Notify>) -> (Self, Intake<D>) {
        let (sender, queue) = mpsc::channel(QUEUE_MAX);
        let backlog = Arc::new(Backlog::default());
        let intake = Intake { queue: sender, backlog: Arc::clone(&backlog) };
        (Self { desk, producer, lost, queue, backlog }, intake)
    }

    /// Runs until every [`Intake`] is gone; what was handed in by then is settled.
    pub async fn run(mut self) {
        while self.step().await {}
    }

    /// Settles one batch of whatever has arrived. False when nothing can arrive any more.
    pub async fn step(&mut self) -> bool {
        let mut jobs = Vec::new();
        if self.queue.recv_many(&mut jobs, BATCH_MAX).await == 0 {
            return false;
        }
        self.backlog.taken(jobs.len());
        jobs.retain(Job::is_wanted);
        if jobs.is_empty() {
            self.backlog.let_go();
            return true;
        }
        let (replies, commands): (Vec<_>, Vec<_>) =
            jobs.into_iter().map(|job| ((job.reply, job.commands.len()), job.commands)).unzip();
        let commands: Vec<_> = commands.into_iter().flatten().collect();
        let watch = telemetry::Stopwatch::start();
        let Settlement { settled, trouble } = settle(self.desk.as_ref(), &commands).await;
        self.backlog.ended(trouble.is_none());
        if let Some(trouble) = &trouble {
            tracing::warn!(commands = commands.len(), "{trouble}");
            self.lost.notify_one();
        }
        let (answers, outgoing): (Vec<_>, Vec<_>) = settled.into_iter().map(apart).unzip();
        let outgoing: Vec<_> = outgoing.into_iter().flatten().collect();
        spans::sent(watch, &outgoing);
        // Only what was committed is sent; who dies here is saved by its open questions.
        self.producer.send(outgoing).await;
        let mut answers = faults::answers(answers).into_iter();
        for (reply, length) in replies {
            // All that is its own is taken before it is judged: what one job leaves lying would be handed to the next.
            let own: Vec<_> = answers.by_ref().take(length).collect();
            let own: Option<Vec<_>> = own.into_iter().collect();
            // A caller that went away has a repeat to learn from.
            let _ = reply.send(own.ok_or_else(|| trouble.clone().unwrap_or_else(stopped)));
        }
        true
    }
}

fn apart<A>(settled: Option<Settled<A>>) -> (Option<A>, Vec<Message>) {
    settled.map_or((None, Vec::new()), |settled| (Some(settled.answer), settled.outgoing))
}

#[cfg(test)]
mod tests;
