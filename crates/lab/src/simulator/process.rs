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
    Setup,
    adapters::memory::{self, NoHub},
    application::{MoveMoney, ReceiptAddresses},
    domain::{LookupLimits, OurBank},
};
use codepix::domain::KeyLimits;
use codepix_proto::topic;
use engine::{Clock, Decider, Entropy, Intake};
use futures::future::{BoxFuture, FutureExt};
use outbox::{
    Delivery, Log, Message, PoisonReason, Record, Sweeper,
    memory::{MemoryDeadLetters, MemoryLog, MemoryQuestions},
};
use pix::{Cents, Timestamp};
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
    task::{Context, Waker},
    time::Duration,
};

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

    /// Where the messages of a process go, and come from: what its `group` reads begins with `prefix`.
    fn delivery(
        &self,
        (group, prefix): (&str, &str),
        questions: &MemoryQuestions,
        dead_letters: &MemoryDeadLetters,
    ) -> outbox::Ports {
        let resend = Arc::default();
        let sender = Sender::new(self.network.clone(), Arc::clone(&resend));
        outbox::Ports {
            log: self.log(group, prefix),
            publisher: Arc::new(SteppedPublisher(Arc::new(sender))),
            questions: Arc::new(SteppedQuestions(questions.clone(), self.chance.clone())),
            dead_letters: Arc::new(dead_letters.clone()),
            resend,
        }
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

/// Only what moves money is simulated: no accounts are opened, nobody logs in, and lookups have no limit.
fn setup(bank: OurBank) -> Setup {
    Setup {
        bank,
        pin_digest: Arc::new(|_, typed| pin(typed)),
        receipts: ReceiptAddresses { pages_url: "http://pages".into(), seal: Arc::new(|_| [7; 32]) },
        opening_balance: Cents::ZERO,
        openings_per_network: 0,
        session_hours: 0,
        lookup_limits: LookupLimits { tokens: u32::MAX, refill_per_minute: 1 },
        codes: bank_api::application::CodeMaker { city: "SAO PAULO".into(), host: "ipe.example".into() },
    }
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

impl Process {
    pub fn hub(disk: &HubDisk, shared: &Shared) -> Self {
        let transfers = Arc::new(SimTransfers {
            disk: disk.transfers.clone(),
            chance: shared.chance.clone(),
            mutant: shared.mutant,
            partial: PartialCommit::default(),
        });
        let stores = codepix::application::Stores {
            transfers,
            directory: Arc::new(disk.transfers.directory.clone()),
            participants: Arc::new(disk.participants.clone()),
            dead_letters: Arc::new(disk.dead_letters.clone()),
        };
        let reads = ("codepix", topic::FROM_BANK);
        let delivery = shared.delivery(reads, &disk.transfers.questions, &disk.dead_letters);
        let (clock, entropy) = (shared.clock(), shared.entropy());
        let ports = codepix::Ports { clock, entropy, ..codepix::Ports::over(stores, delivery) };
        // The keys stand from the beginning: their writer does not run.
        let codepix::Assembled { app, transfers, .. } = codepix::assemble(ports, KeyLimits::default());
        let filled = futures::executor::block_on(app.participants.refresh());
        debug_assert!(filled.is_ok());
        Self::start(transfers, shared)
    }

    pub fn bank(disk: &BankDisk, shared: &Shared) -> Self {
        let (answers, code) = (AnswerRelay::default(), disk.bank.code);
        let reads = (&*format!("bank-{code}"), &*topic::to_bank(code));
        let delivery = shared.delivery(reads, &disk.books.questions, &disk.dead_letters);
        let books = Arc::new(SimBooks {
            disk: disk.books.clone(),
            chance: shared.chance.clone(),
            mutant: shared.mutant,
            publisher: Arc::clone(&delivery.publisher),
            answers: answers.clone(),
            partial: PartialCommit::default(),
            memory: Mutex::default(),
            charges: Mutex::default(),
        });
        let (clock, entropy) = (shared.clock(), shared.entropy());
        let ports = bank_api::Ports::over(memory::stores(&disk.books), Arc::new(NoHub), delivery);
        let ports = bank_api::Ports { books, clock, entropy, ..ports };
        let bank_api::Assembled { app, delivery, .. } = bank_api::assemble(ports, setup(disk.bank.clone()));
        Self { intake: Some((app.money, answers)), ..Self::start(delivery, shared) }
    }

    fn start<D: Decider<Effect = Message>>(delivery: Delivery<D>, shared: &Shared) -> Self
    where
        D::Answer: PoisonReason,
    {
        let Delivery { mut writer, consumer, sweeper } = delivery;
        // Without the rests between batches: no clock runs here that would end them.
        let writing = async move { while writer.step().await.is_some() {} };
        let tasks = vec![writing.boxed(), consumer.run().boxed()];
        let (next_look, shared) = (shared.now() + LOOK, shared.clone());
        let mut process = Self { tasks, sweeper: Arc::new(sweeper), next_look, shared, intake: None };
        process.sweep();
        process
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
