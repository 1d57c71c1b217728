//! The writer: one per process, takes whatever has arrived as a batch, processes it, then publishes, then answers.
//!
//! The next batch grows while the last one commits; an idle system never waits for company. Where there was company more is
//! on its way: a short rest lets it come, since a batch costs about the same however small it is. Requests wait in a bounded
//! queue: where somebody has waited for more than a second already, others are told to come back.

use crate::{
    backlog::Backlog,
    batch::{BatchResult, Processed, process},
    decider::Decider,
    error::Unavailable,
    progress::Progress,
    publish::Publish,
};
use std::{sync::Arc, time::Duration};
use tokio::sync::{Notify, mpsc, oneshot};

/// Jobs in the queue, at the most.
const QUEUE_MAX: usize = 4096;
/// Jobs taken into one batch, at the most.
const BATCH_MAX: usize = 512;
/// A job that waits longer than this shows that more arrives than can be processed.
const WAIT_MAX: Duration = Duration::from_secs(1);
/// The rest after a batch, for each command in it but one.
const REST_EACH: Duration = Duration::from_micros(500);
/// The longest rest. Measured at a third of the full load: longer ones cost less CPU, and more time than they save.
const REST_MAX: Duration = Duration::from_millis(3);
/// So large a batch is worth its price: none rests after it.
const CROWD: usize = 32;

type Answers<D> = Result<Vec<<D as Decider>::Answer>, Unavailable>;

struct Job<D: Decider> {
    commands: Vec<D::Command>,
    reply: oneshot::Sender<Answers<D>>,
    /// Somebody's request, who may have gone away; a reader never gives its messages up.
    is_request: bool,
}

impl<D: Decider> Job<D> {
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
pub struct Intake<D: Decider> {
    queue: mpsc::Sender<Job<D>>,
    backlog: Arc<Backlog>,
}

impl<D: Decider> Clone for Intake<D> {
    fn clone(&self) -> Self {
        Self { queue: self.queue.clone(), backlog: Arc::clone(&self.backlog) }
    }
}

impl<D: Decider> Intake<D> {
    /// Processes one request; not any more when this is dropped before its batch begins.
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

    /// Processes messages that were read from a topic; waits for a place in the queue.
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
pub struct Writer<D: Decider> {
    decider: Arc<D>,
    publisher: Arc<dyn Publish<D::Effect>>,
    resend: Arc<Notify>,
    queue: mpsc::Receiver<Job<D>>,
    backlog: Arc<Backlog>,
}

impl<D: Decider> Writer<D> {
    /// Notifies `resend` where a batch may have been committed and its effects were not published.
    pub fn new(
        decider: Arc<D>,
        publisher: Arc<dyn Publish<D::Effect>>,
        resend: Arc<Notify>,
    ) -> (Self, Intake<D>) {
        let (sender, queue) = mpsc::channel(QUEUE_MAX);
        let backlog = Arc::new(Backlog::default());
        let intake = Intake { queue: sender, backlog: Arc::clone(&backlog) };
        (Self { decider, publisher, resend, queue, backlog }, intake)
    }

    /// Runs until every [`Intake`] is gone; what was handed in by then is processed.
    pub async fn run(mut self) {
        while let Some(commands) = self.step().await {
            let rest = rest_after(commands);
            if !rest.is_zero() {
                tokio::time::sleep(rest).await;
            }
        }
    }

    /// Processes one batch of whatever has arrived, and says of how many commands. None when nothing can arrive any more.
    pub async fn step(&mut self) -> Option<usize> {
        let mut jobs = Vec::new();
        if self.queue.recv_many(&mut jobs, BATCH_MAX).await == 0 {
            return None;
        }
        self.backlog.taken(jobs.len());
        jobs.retain(Job::is_wanted);
        if jobs.is_empty() {
            self.backlog.let_go();
            return Some(0);
        }
        let (replies, commands): (Vec<_>, Vec<_>) =
            jobs.into_iter().map(|job| ((job.reply, job.commands.len()), job.commands)).unzip();
        let commands: Vec<_> = commands.into_iter().flatten().collect();
        let began = telemetry::Stopwatch::start();
        let BatchResult { processed, trouble } = process(self.decider.as_ref(), &commands).await;
        self.backlog.ended(trouble.is_none());
        if let Some(trouble) = &trouble {
            tracing::warn!(commands = commands.len(), "{trouble}");
            self.resend.notify_one();
        }
        let (answers, effects): (Vec<_>, Vec<_>) = processed.into_iter().map(apart).unzip();
        let effects: Vec<_> = effects.into_iter().flatten().collect();
        if let Some(began) = began {
            self.publisher.committed(began, &effects);
        }
        // Only what was committed is published; who dies here is saved by its open questions.
        self.publisher.publish(effects).await;
        let mut answers = faults::answers(answers).into_iter();
        for (reply, length) in replies {
            // All that is its own is taken before it is judged: what one job leaves lying would be handed to the next.
            let own: Vec<_> = answers.by_ref().take(length).collect();
            let own: Option<Vec<_>> = own.into_iter().collect();
            // A caller that went away has a repeat to learn from.
            let _ = reply.send(own.ok_or_else(|| trouble.clone().unwrap_or_else(stopped)));
        }
        debug_assert!(answers.next().is_none(), "every answer is somebody's");
        Some(commands.len())
    }
}

fn rest_after(commands: usize) -> Duration {
    if commands >= CROWD {
        return Duration::ZERO;
    }
    let company = u32::try_from(commands.saturating_sub(1)).unwrap_or(u32::MAX);
    REST_EACH.saturating_mul(company).min(REST_MAX)
}

fn apart<Answer, Effect>(processed: Option<Processed<Answer, Effect>>) -> (Option<Answer>, Vec<Effect>) {
    processed.map_or((None, Vec::new()), |processed| (Some(processed.answer), processed.effects))
}

#[cfg(test)]
mod tests;
