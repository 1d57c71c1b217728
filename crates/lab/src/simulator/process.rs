//! A process: the real writer, consumer and sweeper of a service, over what survives its death.

use super::{
    chance::Chance,
    cluster::{BankDisk, HubDisk, pin},
    mutants::{AnswerRelay, Mutant},
    network::{Network, Sender},
    stepped::{SteppedLog, SteppedPublisher, SteppedQuestions, step},
    stores::{PartialCommit, SimBooks, SimTransfers},
};
use async_trait::async_trait;
use bank_api::{
    adapters::messages::Codec,
    application::{AntiScan, MoveMoney},
    domain::LookupLimits,
};
use codepix::{
    adapters::codec as hub_codec,
    application::{ParticipantCache, RouteTransfers, TransferFeed},
};
use codepix_proto::topic;
use engine::{Clock, Decider, Entropy, Intake, Publish, Writer};
use futures::future::{BoxFuture, FutureExt};
use outbox::{
    Consumer, DeadLetters, Decoder, Heard, Log, Message, PoisonReason, Questions, Record, Sweeper,
    memory::MemoryLog,
};
use pix::Timestamp;
use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    task::{Context, Waker},
    time::Duration,
};
use tokio::sync::Notify;

/// How often a sweeper looks, in microseconds.
const LOOK: i64 = 10_000_000;

/// What all processes of a simulation share.
#[derive(Clone)]
pub struct Shared {
    pub chance: Chance,
    pub network: Network,
    /// Microseconds since 1970.
    pub now: Arc<AtomicI64>,
    pub mutant: Option<Mutant>,
    /// Open questions are asked again.
    pub sweeps: bool,
}

impl Shared {
    /// A clock that is up to an hour wrong.
    fn clock(&self) -> Clock {
        let skew = self.chance.below(7200) as i64 * 1_000_000 - 3_600_000_000;
        let now = Arc::clone(&self.now);
        Arc::new(move || {
            Timestamp::from_microsecond(now.load(Ordering::Relaxed) + skew).unwrap_or(Timestamp::UNIX_EPOCH)
        })
    }

    fn entropy(&self) -> Entropy {
        let chance = self.chance.clone();
        Arc::new(move || chance.bits())
    }

    fn publisher(&self, resend: &Arc<Notify>) -> Arc<dyn Publish<Message>> {
        Arc::new(SteppedPublisher(Arc::new(Sender::new(self.network.clone(), Arc::clone(resend)))))
    }

    pub fn now(&self) -> i64 {
        self.now.load(Ordering::Relaxed)
    }

    fn log(&self, group: &str, prefix: &str) -> Box<dyn Log> {
        let log = self.network.broker.log(group, prefix);
        match self.mutant {
            Some(Mutant::PositionBeforeEffect) => Box::new(SteppedLog(EarlyCommitLog(log))),
            Some(_) | None => Box::new(SteppedLog(log)),
        }
    }
}

/// Commits the offset as soon as a message is read.
struct EarlyCommitLog(MemoryLog);

#[async_trait]
impl Log for EarlyCommitLog {
    async fn poll(&mut self) -> Vec<Record> {
        let records = self.0.poll().await;
        self.0.commit_offsets().await;
        records
    }

    async fn commit_offsets(&mut self) {}

    async fn wait(&mut self, _time: Duration) {}
}

/// A running instance of a service. To drop it is to kill it.
pub struct Process {
    tasks: Vec<BoxFuture<'static, ()>>,
    sweeper: Arc<Sweeper>,
    /// When the sweeper looks next, by the simulation's time.
    next_look: i64,
    shared: Shared,
    /// Where a bank takes requests, and what passes its answers on.
    pub intake: Option<(Intake<MoveMoney>, AnswerRelay)>,
}

/// What a service reads, and where it keeps what it has to remember.
struct Inputs<C> {
    log: Box<dyn Log>,
    decoder: Arc<dyn Decoder<C>>,
    questions: Arc<dyn Questions>,
    dead_letters: Arc<dyn DeadLetters>,
    resend: Arc<Notify>,
}

impl Process {
    pub fn hub(disk: &HubDisk, shared: &Shared) -> Self {
        let participants = Arc::new(ParticipantCache::new(Arc::new(disk.participants.clone())));
        let decider = RouteTransfers {
            transfers: Arc::new(SimTransfers {
                disk: disk.transfers.clone(),
                chance: shared.chance.clone(),
                mutant: shared.mutant,
                partial: PartialCommit::default(),
            }),
            directory: Arc::new(disk.directory.clone()),
            participants: Arc::clone(&participants),
            encode: hub_codec::encode,
            clock: shared.clock(),
            feed: TransferFeed::default(),
        };
        let filled = futures::executor::block_on(participants.refresh());
        debug_assert!(filled.is_ok());
        let inputs = Inputs {
            log: shared.log("codepix", topic::FROM_BANK),
            decoder: Arc::new(hub_codec::Inbox(participants)),
            questions: Arc::new(SteppedQuestions(disk.transfers.questions.clone(), shared.chance.clone())),
            dead_letters: Arc::new(disk.dead_letters.clone()),
            resend: Arc::default(),
        };
        Self::start(decider, inputs, shared).0
    }

    pub fn bank(disk: &BankDisk, shared: &Shared) -> Self {
        let (answers, resend) = (AnswerRelay::default(), Arc::default());
        let codec = Codec { bank: disk.bank.code };
        let decider = MoveMoney {
            books: Arc::new(SimBooks {
                disk: disk.books.clone(),
                chance: shared.chance.clone(),
                mutant: shared.mutant,
                publisher: shared.publisher(&resend),
                answers: answers.clone(),
                partial: PartialCommit::default(),
            }),
            encoder: Arc::new(codec),
            bank: disk.bank.clone(),
            clock: shared.clock(),
            entropy: shared.entropy(),
            pin_digest: Arc::new(|_, typed| pin(typed)),
            announce: Arc::new(|_| {}),
            // Limits on lookups are not simulated.
            anti_scan: Arc::new(AntiScan::new(LookupLimits { tokens: u32::MAX, refill_per_minute: 1 })),
        };
        let code = disk.bank.code.as_str();
        let inputs = Inputs {
            log: shared.log(&format!("bank-{code}"), &topic::to_bank(code)),
            decoder: Arc::new(codec),
            questions: Arc::new(SteppedQuestions(disk.books.questions.clone(), shared.chance.clone())),
            dead_letters: Arc::new(disk.dead_letters.clone()),
            resend,
        };
        let (process, intake) = Self::start(decider, inputs, shared);
        Self { intake: Some((intake, answers)), ..process }
    }

    fn start<D: Decider<Effect = Message>>(
        decider: D,
        inputs: Inputs<D::Command>,
        shared: &Shared,
    ) -> (Self, Intake<D>)
    where
        D::Answer: PoisonReason,
    {
        let Inputs { log, decoder, questions, dead_letters, resend } = inputs;
        let publisher = shared.publisher(&resend);
        let (writer, intake) = Writer::new(Arc::new(decider), Arc::clone(&publisher), Arc::clone(&resend));
        let heard = Heard::new(topic::asked_at);
        let consumer = Consumer { log, decoder, intake: intake.clone(), dead_letters, heard: heard.clone() };
        let sweeper = Arc::new(Sweeper { questions, publisher, resend, heard });
        let tasks = vec![writer.run().boxed(), consumer.run().boxed()];
        let (next_look, shared) = (shared.now() + LOOK, shared.clone());
        let mut process = Self { tasks, sweeper, next_look, shared, intake: None };
        process.sweep();
        (process, intake)
    }

    /// The sweeper asks every open question again, and retries while the store is unavailable.
    fn sweep(&mut self) {
        let sweeper = Arc::clone(&self.sweeper);
        if self.shared.sweeps {
            self.tasks.push(async move { while !sweeper.sweep_all().await {} }.boxed());
        }
    }

    /// The sweeper asks what is due again; everything, when the store is unavailable.
    pub fn look(&mut self) {
        let long = self.shared.mutant == Some(Mutant::LongPatience);
        if long && self.shared.now() < self.next_look {
            return;
        }
        self.next_look = self.shared.now() + if long { 32 * LOOK } else { LOOK };
        let sweeper = Arc::clone(&self.sweeper);
        let look = async move {
            if sweeper.look().await.is_none() {
                while !sweeper.sweep_all().await {}
            }
        };
        if self.shared.sweeps {
            self.tasks.push(look.boxed());
        }
    }

    /// Wakes the sweeper when a loss was noticed, when a silent bank is heard from, and in time.
    pub fn wake_sweeper(&mut self) {
        let Sweeper { resend, heard, .. } = self.sweeper.as_ref();
        let (resend, heard) = (resend.notified().now_or_never(), heard.again().now_or_never());
        if resend.is_some() {
            self.sweep();
        } else if heard.is_some() || self.shared.now() >= self.next_look {
            self.look();
        }
    }

    /// Adds a task.
    pub fn spawn(&mut self, task: impl Future<Output = ()> + Send + 'static) {
        self.tasks.push(task.boxed());
    }

    /// Polls one task, at random.
    pub fn step(&mut self, chance: &Chance) {
        // However many clients and sweeps there are, the writer and the consumer, who never end, get half of the time.
        let place = chance.below(if chance.happens(500) { 2 } else { self.tasks.len() });
        let done = self.tasks[place].poll_unpin(&mut Context::from_waker(Waker::noop())).is_ready();
        if done {
            drop(self.tasks.swap_remove(place));
        }
    }
}

/// Lets the others act for so many steps.
pub async fn hesitate(steps: usize) {
    for _ in 0..steps {
        step().await;
    }
}
