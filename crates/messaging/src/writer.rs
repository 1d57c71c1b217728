//! The writer: one per process, takes whatever has arrived as a batch, settles it, then sends, then answers.
//!
//! The next batch grows while the last one commits; an idle system never waits for company. Requests wait in a bounded
//! queue: who would wait for more than a second is told to come back.

use crate::{
    desk::{Desk, Settled, Settlement, Unavailable, settle},
    faults,
    message::Message,
    producer::Producer,
    spans,
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};
use tokio::sync::{Notify, mpsc, oneshot};

/// Jobs in the queue, at the most.
const QUEUE_MAX: usize = 4096;
/// Jobs taken into one batch, at the most.
const BATCH_MAX: usize = 512;
/// A job that waited longer than this shows that more arrives than can be settled.
const WAIT_MS_MAX: u64 = 1000;

type Answers<D> = Result<Vec<<D as Desk>::Answer>, Unavailable>;

struct Job<D: Desk> {
    commands: Vec<D::Command>,
    reply: oneshot::Sender<Answers<D>>,
    arrived: Instant,
}

/// Where commands are handed in. Cheap to clone.
pub struct Intake<D: Desk> {
    queue: mpsc::Sender<Job<D>>,
    waited_ms: Arc<AtomicU64>,
}

impl<D: Desk> Clone for Intake<D> {
    fn clone(&self) -> Self {
        Self { queue: self.queue.clone(), waited_ms: Arc::clone(&self.waited_ms) }
    }
}

impl<D: Desk> Intake<D> {
    /// Settles one request.
    ///
    /// # Errors
    /// [`Unavailable`] at once when the queue is longer than a second, and when the store is away.
    pub async fn request(&self, command: D::Command) -> Result<D::Answer, Unavailable> {
        let queued = QUEUE_MAX - self.queue.capacity();
        let overdue = queued > 0 && self.waited_ms.load(Ordering::Relaxed) > WAIT_MS_MAX;
        let (job, reply) = Self::job(vec![command]);
        if overdue || self.queue.try_send(job).is_err() {
            return Err(Unavailable("more arrives than can be settled at present".into()));
        }
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
        let (job, reply) = Self::job(commands);
        self.queue.send(job).await.map_err(|_| stopped())?;
        reply.await.map_err(|_| stopped())?
    }

    fn job(commands: Vec<D::Command>) -> (Job<D>, oneshot::Receiver<Answers<D>>) {
        let (reply, answer) = oneshot::channel();
        (Job { commands, reply, arrived: Instant::now() }, answer)
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
    waited_ms: Arc<AtomicU64>,
}

impl<D: Desk> Writer<D> {
    /// Rings `lost` where a batch may have been committed and its messages were not sent.
    pub fn new(desk: Arc<D>, producer: Arc<dyn Producer>, lost: Arc<Notify>) -> (Self, Intake<D>) {
        let (sender, queue) = mpsc::channel(QUEUE_MAX);
        let waited_ms = Arc::new(AtomicU64::new(0));
        let intake = Intake { queue: sender, waited_ms: Arc::clone(&waited_ms) };
        (Self { desk, producer, lost, queue, waited_ms }, intake)
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
        let waited = jobs.iter().map(|job| job.arrived.elapsed()).max().unwrap_or_default();
        self.waited_ms.store(u64::try_from(waited.as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
        let (replies, commands): (Vec<_>, Vec<_>) =
            jobs.into_iter().map(|job| ((job.reply, job.commands.len()), job.commands)).unzip();
        let commands: Vec<_> = commands.into_iter().flatten().collect();
        let watch = telemetry::Stopwatch::start();
        let Settlement { settled, trouble } = settle(self.desk.as_ref(), &commands).await;
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
mod tests {
    use super::*;
    use crate::{
        desk::{CommitError, Decided, Outcome},
        memory::MemoryBroker,
    };
    use async_trait::async_trait;
    use futures::FutureExt as _;

    /// Everything is a change, and no commit has an answer.
    struct Speechless;

    #[async_trait]
    impl Desk for Speechless {
        type Command = ();
        type Books = ();
        type Change = ();
        type Answer = ();

        const NAME: &'static str = "speechless";

        async fn load(&self, _commands: &[&()]) -> Result<(), Unavailable> {
            Ok(())
        }

        fn decide(&self, _books: &mut (), _command: &()) -> Decided<(), ()> {
            Decided { change: Some(()), answer: (), outgoing: Vec::new() }
        }

        async fn commit(&self, _books: &(), _changes: &[()]) -> Result<Vec<Outcome>, CommitError> {
            Err(Unavailable("the connection broke".into()).into())
        }

        fn refuse(&self, _command: &(), _why: &str) {}
    }

    /// Answers each command with itself. Its first commit leaves out the second change; then it is away.
    #[derive(Default)]
    struct InParts(AtomicU64);

    #[async_trait]
    impl Desk for InParts {
        type Command = &'static str;
        type Books = ();
        type Change = ();
        type Answer = &'static str;

        const NAME: &'static str = "in parts";

        async fn load(&self, _commands: &[&Self::Command]) -> Result<(), Unavailable> {
            match self.0.fetch_add(1, Ordering::Relaxed) {
                0 => Ok(()),
                _ => Err(Unavailable("restarting".into())),
            }
        }

        fn decide(&self, _books: &mut (), command: &Self::Command) -> Decided<(), Self::Answer> {
            Decided { change: Some(()), answer: command, outgoing: Vec::new() }
        }

        async fn commit(&self, _books: &(), changes: &[()]) -> Result<Vec<Outcome>, CommitError> {
            let outcome = |place| if place == 1 { Outcome::Stale } else { Outcome::Committed };
            Ok((0..changes.len()).map(outcome).collect())
        }

        fn refuse(&self, command: &Self::Command, _why: &str) -> Self::Answer {
            command
        }
    }

    #[tokio::test]
    async fn of_a_batch_that_is_settled_in_part_each_caller_gets_its_own_answer_or_none() {
        let (producer, lost) = (Arc::new(MemoryBroker::default()), Arc::default());
        let (mut writer, intake) = Writer::new(Arc::new(InParts::default()), producer, lost);
        let (hub, ana, bia, eva, _) = tokio::join!(
            intake.messages(vec!["hub 0", "hub 1", "hub 2"]),
            intake.request("ana"),
            intake.request("bia"),
            intake.messages(vec!["eva 0", "eva 1"]),
            writer.step()
        );
        assert_eq!(hub, Err(Unavailable("restarting".into())), "one of its own was not settled");
        assert_eq!((ana, bia, eva), (Ok("ana"), Ok("bia"), Ok(vec!["eva 0", "eva 1"])));
    }

    #[tokio::test]
    async fn a_commit_without_an_answer_is_told_to_the_sweeper() {
        let lost = Arc::new(Notify::new());
        let producer = Arc::new(MemoryBroker::default());
        let (mut writer, intake) = Writer::new(Arc::new(Speechless), producer, Arc::clone(&lost));
        let (answer, _) = tokio::join!(intake.request(()), writer.step());
        assert_eq!(answer, Err(Unavailable("the connection broke".into())));
        assert!(
            lost.notified().now_or_never().is_some(),
            "what was to be sent may stand there as an open question"
        );
    }
}
