//! A process: the real writer, consumer and sweeper of a service, over what survives its death.

use super::{
    chance::Chance,
    mutants::{Counter, Mutant},
    network::Network,
    stepped::{SteppedLog, SteppedProducer, SteppedQuestions, step},
    stores::{Limp, SimBooks, SimTransfers},
    town::{BankDisk, HubDisk, pin},
};
use async_trait::async_trait;
use bank_api::application::{Inbox as BankInbox, MoveMoney};
use codepix::application::{Inbox as HubInbox, Roster, RouteTransfers};
use codepix_proto::topic;
use futures::future::{BoxFuture, FutureExt};
use messaging::{
    Clock, Consumer, DeadLetters, Desk, Entropy, Intake, Log, Producer, Questions, Read, Record, Sweeper,
    Verdict, Writer, memory::MemoryLog,
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

/// What all processes of a world share.
#[derive(Clone)]
pub struct Surroundings {
    pub chance: Chance,
    pub network: Network,
    /// Microseconds since 1970.
    pub now: Arc<AtomicI64>,
    pub mutant: Option<Mutant>,
}

impl Surroundings {
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

    fn producer(&self) -> Arc<dyn Producer> {
        Arc::new(SteppedProducer(Arc::new(self.network.clone())))
    }

    fn log(&self, group: &str, prefix: &str) -> Box<dyn Log> {
        let log = self.network.broker.log(group, prefix);
        match self.mutant {
            Some(Mutant::PositionBeforeEffect) => Box::new(SteppedLog(Hasty(log))),
            Some(_) | None => Box::new(SteppedLog(log)),
        }
    }
}

/// Moves the position as soon as a message is read.
struct Hasty(MemoryLog);

#[async_trait]
impl Log for Hasty {
    async fn poll(&mut self) -> Vec<Record> {
        let records = self.0.poll().await;
        self.0.advance().await;
        records
    }

    async fn advance(&mut self) {}

    async fn pause(&mut self, _time: Duration) {}
}

/// A running instance of a service. To drop it is to kill it.
pub struct Process {
    tasks: Vec<BoxFuture<'static, ()>>,
    sweeper: Arc<Sweeper>,
    /// Where a bank takes requests, and where it hands out answers.
    pub intake: Option<(Intake<MoveMoney>, Counter)>,
}

/// How a service reads and what it remembers.
struct Mouth<C> {
    log: Box<dyn Log>,
    read: Arc<dyn Read<C>>,
    questions: Arc<dyn Questions>,
    dead_letters: Arc<dyn DeadLetters>,
}

impl Process {
    pub fn hub(disk: &HubDisk, around: &Surroundings) -> Self {
        let roster = Arc::new(Roster::new(Arc::new(disk.participants.clone())));
        let desk = RouteTransfers {
            transfers: Arc::new(SimTransfers {
                disk: disk.transfers.clone(),
                chance: around.chance.clone(),
                mutant: around.mutant,
                limp: Limp::default(),
            }),
            directory: Arc::new(disk.directory.clone()),
            roster: Arc::clone(&roster),
            clock: around.clock(),
            watchers: tokio::sync::broadcast::channel(1).0,
        };
        let filled = futures::executor::block_on(roster.refresh());
        debug_assert!(filled.is_ok());
        let mouth = Mouth {
            log: around.log("codepix", topic::FROM_BANK),
            read: Arc::new(HubInbox(roster)),
            questions: Arc::new(SteppedQuestions(disk.transfers.questions.clone(), around.chance.clone())),
            dead_letters: Arc::new(disk.dead_letters.clone()),
        };
        Self::start(desk, mouth, around).0
    }

    pub fn bank(disk: &BankDisk, around: &Surroundings) -> Self {
        let counter = Counter::default();
        let desk = MoveMoney {
            books: Arc::new(SimBooks {
                disk: disk.books.clone(),
                chance: around.chance.clone(),
                mutant: around.mutant,
                producer: around.producer(),
                counter: counter.clone(),
                limp: Limp::default(),
            }),
            bank: disk.bank.clone(),
            clock: around.clock(),
            entropy: around.entropy(),
            pin_digest: Arc::new(|_, typed| pin(typed)),
            announce: Arc::new(|_| {}),
        };
        let code = disk.bank.code.as_str();
        let mouth = Mouth {
            log: around.log(&format!("bank-{code}"), &topic::to_bank(code)),
            read: Arc::new(BankInbox),
            questions: Arc::new(SteppedQuestions(disk.books.questions.clone(), around.chance.clone())),
            dead_letters: Arc::new(disk.dead_letters.clone()),
        };
        let (process, intake) = Self::start(desk, mouth, around);
        Self { intake: Some((intake, counter)), ..process }
    }

    fn start<D: Desk>(desk: D, mouth: Mouth<D::Command>, around: &Surroundings) -> (Self, Intake<D>)
    where
        D::Answer: Verdict,
    {
        // Sweeps come by chance here, so nobody listens to the bell.
        let lost = Arc::new(Notify::new());
        let (writer, intake) = Writer::new(Arc::new(desk), around.producer(), Arc::clone(&lost));
        let Mouth { log, read, questions, dead_letters } = mouth;
        let consumer = Consumer { log, read, intake: intake.clone(), dead_letters };
        let sweeper = Sweeper { questions, producer: around.producer(), lost };
        let tasks = vec![writer.run().boxed(), consumer.run().boxed()];
        (Self { tasks, sweeper: Arc::new(sweeper), intake: None }, intake)
    }

    /// Asks open questions again, step by step.
    pub fn sweep(&mut self) {
        let sweeper = Arc::clone(&self.sweeper);
        self.tasks.push(async move { drop(sweeper.step(Duration::ZERO).await) }.boxed());
    }

    /// Takes up one more thing to do.
    pub fn spawn(&mut self, task: impl Future<Output = ()> + Send + 'static) {
        self.tasks.push(task.boxed());
    }

    /// One step of one task, whichever.
    pub fn step(&mut self, chance: &Chance) {
        // However many clients and sweeps there are, the writer and the consumer, who never end, get half of the time.
        let place = chance.below(if chance.happens(500) { 2 } else { self.tasks.len() });
        let done = self.tasks[place].poll_unpin(&mut Context::from_waker(Waker::noop())).is_ready();
        if done {
            drop(self.tasks.swap_remove(place));
        }
    }
}

/// A client's patience: it gives way so that others may act.
pub async fn patience(steps: usize) {
    for _ in 0..steps {
        step().await;
    }
}
