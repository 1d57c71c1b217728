//! One run: a phase in which everything may fail, then a phase in which nothing does and everything must come to rest.

use super::{
    chance::Chance,
    clients::{Clients, RequestOutcome},
    cluster::{BankDisk, Cluster},
    forger,
    invariants::{self, Breach, Invariant},
    mutants::Mutant,
    network::Network,
    process::{Shared, hesitate},
    report::{Failure, Report},
    returns,
    setup::{EventKind, FaultModel, Setup},
    slots::Slots,
    store_clocks::StoreClocks,
};
use bank_api::domain::{AccountId, Status};
use codepix_proto::topic;
use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

/// Steps in which things fail.
const FAULTY_STEPS: usize = 3_000;
/// Steps after which a system that has not come to rest never will.
const REST_STEPS_MAX: usize = 60_000;
/// The invariants are checked every so many steps.
const CHECKED_EVERY: usize = 50;
/// Where every loss is noticed, everything comes to rest so soon after the last repair, in microseconds.
const REST_MAX: i64 = 60_000_000;
/// Of a thousand messages so many are lost without anybody noticing.
const SILENT_LOSSES: u32 = 40;
/// Noon of a day in 2026, in microseconds since 1970.
const NOON: i64 = 1_790_000_000_000_000;
/// The step of what happens between the two phases.
const REPAIR: usize = usize::MAX;

/// A run.
pub struct Simulation {
    setup: Setup,
    cluster: Cluster,
    clients: Clients,
    shared: Shared,
    slots: Slots,
    clocks: StoreClocks,
}

impl Simulation {
    /// In muted steps nothing fails, and nobody asks for anything.
    pub fn new(setup: Setup, muted: BTreeSet<usize>) -> Self {
        let Setup { seed, mutant, model } = setup;
        let chance = Chance::new(seed, muted);
        if model == FaultModel::Crashes {
            chance.heal();
        }
        let cluster = Cluster::new(&chance);
        let losses = if model == FaultModel::Everything { SILENT_LOSSES } else { 0 };
        let network = Network::new(chance.clone(), losses);
        let now = Arc::new(AtomicI64::new(NOON));
        let clocks = StoreClocks::new(&cluster, &now);
        let sweeps = mutant != Some(Mutant::NoSweep);
        let shared = Shared { chance, network, now, mutant, sweeps };
        let slots = Slots::new(&cluster, &shared);
        Self { setup, cluster, clients: Clients::default(), shared, slots, clocks }
    }

    /// Runs it to its end.
    ///
    /// # Errors
    /// [`Failure`] when an invariant does not hold.
    pub fn run(mut self) -> Result<Report, Failure> {
        let (mut step, seed) = (0, self.setup.seed);
        let outcome = self.run_phases(&mut step);
        let failure = |breach| Failure { seed, step, breach, events: self.shared.chance.events() };
        outcome.map(|()| self.report(step)).map_err(failure)
    }

    fn run_phases(&mut self, step: &mut usize) -> Result<(), Breach> {
        self.slots.start_all(&self.cluster, &self.shared);
        while *step < FAULTY_STEPS {
            self.faulty_step(*step);
            *step += 1;
            self.check(*step)?;
        }
        self.shared.chance.begin(REPAIR);
        self.shared.chance.heal();
        self.slots.start_all(&self.cluster, &self.shared);
        let repaired = self.shared.now();
        while *step < FAULTY_STEPS + REST_STEPS_MAX {
            self.healthy_step(*step);
            *step += 1;
            if step.is_multiple_of(CHECKED_EVERY) && self.is_at_rest() {
                break;
            }
            self.check(*step)?;
        }
        invariants::finally(&self.cluster, &self.clients)?;
        let took = self.shared.now() - repaired;
        if self.setup.model == FaultModel::Outages && took > REST_MAX {
            let what = format!("rest took {} s", took / 1_000_000);
            return Err(Breach { invariant: Invariant::RestsSoon, what });
        }
        Ok(())
    }

    fn is_at_rest(&self) -> bool {
        self.clients.unanswered().is_empty() && invariants::at_rest(&self.cluster)
    }

    fn check(&self, step: usize) -> Result<(), Breach> {
        if step.is_multiple_of(CHECKED_EVERY) { invariants::always(&self.cluster) } else { Ok(()) }
    }

    fn faulty_step(&mut self, step: usize) {
        let chance = self.shared.chance.clone();
        chance.begin(step);
        self.shared.now.fetch_add(1 + chance.below(20_000) as i64, Ordering::Relaxed);
        let network = &self.shared.network;
        match EventKind::draw(&chance, self.setup.model) {
            EventKind::Kill => self.kill(chance.below(self.slots.len())),
            EventKind::Start => self.slots.start(chance.below(self.slots.len()), &self.cluster, &self.shared),
            EventKind::Request => self.request(),
            EventKind::Retry => {
                self.retry(|number| chance.event(|| format!("request {number} is sent again")))
            }
            EventKind::Sweep => self.sweep(),
            EventKind::Forge if chance.event(|| "a message is forged".into()) => {
                forger::forge(&self.cluster, network, &chance);
            }
            EventKind::Wipe if chance.event(|| "the broker loses its log".into()) => network.wipe(),
            EventKind::Rewind => self.rewind(),
            EventKind::BankDown => self.take_bank_down(),
            EventKind::SetClock => self.set_clock(),
            EventKind::Silence => self.silence(),
            EventKind::ReopenReaders => network.broker.open_readers_anew(),
            EventKind::CloseAccount => self.close_account(),
            EventKind::Deliver => network.send_and_confirm(),
            EventKind::Work => self.work(),
            EventKind::Forge | EventKind::Wipe => {}
        }
    }

    fn healthy_step(&mut self, step: usize) {
        let chance = self.shared.chance.clone();
        chance.begin(step);
        let micros = if self.setup.model == FaultModel::Outages { 5_000 } else { 20_000 };
        self.shared.now.fetch_add(1 + chance.below(micros) as i64, Ordering::Relaxed);
        match chance.below(1000) {
            0..10 => self.retry(|_| true),
            10..250 => self.shared.network.send_and_confirm(),
            // It takes a while until a silent partition is noticed.
            250 => self.shared.network.broker.open_readers_anew(),
            _ => self.work(),
        }
    }

    fn kill(&mut self, slot: usize) {
        let name = self.slots.name(slot);
        if self.slots.process(slot).is_some() && self.shared.chance.event(|| format!("{name}: kill -9")) {
            self.slots.kill(slot);
        }
    }

    /// All of a bank goes down, for hours, while the others go on asking it.
    fn take_bank_down(&mut self) {
        let chance = &self.shared.chance;
        let (bank, seconds) = (chance.below(self.cluster.banks.len()), chance.below(20_000));
        let code = self.cluster.banks[bank].bank.code;
        if chance.event(|| format!("bank {code} is down for {seconds} s")) {
            self.slots.take_down(bank, self.shared.now() + 1_000_000 * seconds as i64);
        }
    }

    /// Time leaps, and the clock of a database is set, possibly to an hour before.
    fn set_clock(&self) {
        let chance = &self.shared.chance;
        if chance.event(|| "time leaps, and a database's clock is set".into()) {
            self.shared.now.fetch_add(1_000_000 * chance.below(4_000) as i64, Ordering::Relaxed);
            self.clocks.set_one(chance);
        }
    }

    /// A customer leaves; what was sent to him, and what is given back to him, is refused from then on.
    fn close_account(&self) {
        let chance = &self.shared.chance;
        let disk = &self.cluster.banks[chance.below(self.cluster.banks.len())];
        let id = AccountId(100_001 + chance.below(3) as i64);
        if chance.event(|| format!("account {id} of bank {} is closed", disk.bank.code))
            && let Some(account) = disk.books.rows().accounts.get_mut(&id)
        {
            account.open = false;
        }
    }

    fn work(&mut self) {
        let chance = self.shared.chance.clone();
        let slot = chance.below(self.slots.len());
        chance.at_work(self.slots.name(slot));
        if let Some(process) = self.slots.process(slot) {
            if self.setup.model != FaultModel::Crashes {
                process.wake_sweeper();
            }
            process.step(&chance);
        }
    }

    fn sweep(&mut self) {
        let slot = self.shared.chance.below(self.slots.len());
        let name = self.slots.name(slot);
        if let Some(process) = self.slots.process(slot)
            && self.shared.chance.event(|| format!("{name}: the sweeper looks before its time"))
        {
            process.look();
        }
    }

    /// A service reads its topics from the start again.
    fn rewind(&self) {
        let bank = self.shared.chance.below(self.cluster.banks.len() + 1);
        let group =
            self.cluster.banks.get(bank).map_or("codepix".into(), |b| format!("bank-{}", b.bank.code));
        if self.shared.chance.event(|| format!("{group} reads its topics from the start")) {
            self.shared.network.broker.rewind(&group);
        }
    }

    /// A reader receives nothing of a topic any more, until that is noticed and another one is opened.
    fn silence(&self) {
        let chance = &self.shared.chance;
        let code = self.cluster.banks[chance.below(self.cluster.banks.len())].bank.code;
        let code = code.as_str();
        let topic = if chance.happens(500) { topic::from_bank(code) } else { topic::to_bank(code) };
        if chance.event(|| format!("{topic} falls silent")) {
            self.shared.network.broker.silence(&topic);
        }
    }

    /// Some customers send at the same time, so that a bank has several requests in one batch.
    fn request(&mut self) {
        let chance = self.shared.chance.clone();
        for _ in 0..1 + chance.below(3) {
            let request = self.clients.draw(&self.cluster, &chance);
            if chance.event(|| request.to_string()) {
                let number = self.clients.add(request);
                self.ask(number);
            }
        }
    }

    /// A client without an answer asks again, where it may.
    fn retry(&mut self, may: impl FnOnce(usize) -> bool) {
        let unanswered = self.clients.unanswered();
        if !unanswered.is_empty() {
            let number = unanswered[self.shared.chance.below(unanswered.len())];
            if may(number) {
                self.ask(number);
            }
        }
    }

    /// The client turns to any instance of its bank that runs.
    fn ask(&mut self, number: usize) {
        let bank = self.clients.requests()[number].bank;
        let mut running = self.slots.instances_of(bank);
        if running.is_empty() {
            return;
        }
        let process = running.swap_remove(self.shared.chance.below(running.len()));
        if let Some((intake, answers)) = process.intake.clone() {
            let clients = self.clients.clone();
            let steps = self.shared.chance.below(20);
            process.spawn(async move {
                hesitate(steps).await;
                clients.ask(number, intake, answers).await;
            });
        }
    }

    fn report(&self, steps: usize) -> Report {
        let requests = self.clients.requests();
        let accepted = requests.iter().filter(|r| matches!(r.outcome, RequestOutcome::Accepted(_))).count();
        let completed = |disk: &BankDisk| {
            let rows = disk.books.rows();
            let sent = rows.transfers.values().filter(|t| t.idempotency.is_some());
            sent.filter(|t| t.status == Status::Completed).count()
        };
        let completed = self.cluster.banks.iter().map(completed).sum();
        let returned = returns::count(&self.cluster);
        Report { steps, accepted, completed, returned, crashes: self.slots.crashes }
    }
}
