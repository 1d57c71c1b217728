//! One run: a phase in which everything may fail, then a phase in which nothing does and all must come to rest.

use super::{
    Failure, Report,
    chance::Chance,
    clients::{Clients, RequestOutcome},
    cluster::Cluster,
    forger,
    invariants::{self, Breach},
    mutants::Mutant,
    network::Network,
    process::{Process, Shared, patience},
};
use bank_api::domain::Status;
use codepix_proto::topic;
use pix::Timestamp;
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// Steps in which things fail.
const STORM: usize = 3_000;
/// Steps after which a world that has not come to rest never will.
const CALM: usize = 60_000;
/// How often the invariants are looked at.
const LOOK: usize = 50;
/// A world in which every loss is told comes to rest so soon after the last repair, in microseconds.
const REST_MAX: i64 = 60_000_000;
/// Of a thousand messages so many are lost in a storm without a word to anybody.
const SILENT_LOSSES: u32 = 40;
/// Noon of a day in 2026, in microseconds since 1970.
const NOON: i64 = 1_790_000_000_000_000;

/// What may go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultModel {
    /// Everything.
    Everything,
    /// Everything, but no loss is a secret: each is noticed as Kafka and PostgreSQL let it be noticed. Then it is mended soon.
    Outages,
    /// Processes die, and that is all: the network and the stores hold, and who starts again asks once.
    Crashes,
}

/// Where a process runs: the hub, or a bank.
#[derive(Clone, Copy)]
enum Service {
    Hub,
    Bank(usize),
}

/// A place for an instance, and who runs there now.
struct Place {
    service: Service,
    process: Option<Process>,
    /// Nobody starts it before that.
    away_until: i64,
}

pub struct World {
    seed: u64,
    model: FaultModel,
    cluster: Cluster,
    clients: Clients,
    shared: Shared,
    places: Vec<Place>,
    /// By how much the clock of each database is wrong, in microseconds.
    store_skews: Vec<Arc<AtomicI64>>,
    crashes: usize,
}

impl World {
    pub fn new(seed: u64, mutant: Option<Mutant>, model: FaultModel) -> Self {
        let chance = Chance::new(seed);
        if model == FaultModel::Crashes {
            chance.heal();
        }
        let cluster = Cluster::new(&chance);
        let network =
            Network::new(chance.clone(), if model == FaultModel::Everything { SILENT_LOSSES } else { 0 });
        let now = Arc::new(AtomicI64::new(NOON));
        let store_skews = clocks(&cluster, &now);
        let sweeps = mutant != Some(Mutant::NoSweep);
        let shared = Shared { chance, network, now, mutant, sweeps };
        let mut services = vec![Service::Hub];
        services.extend((0..cluster.banks.len()).map(Service::Bank));
        // Some services run twice: both read the same log and write the same books.
        let twice: Vec<_> = services.iter().filter(|_| shared.chance.happens(400)).copied().collect();
        services.extend(twice);
        let places =
            services.into_iter().map(|service| Place { service, process: None, away_until: 0 }).collect();
        Self { seed, model, cluster, clients: Clients::default(), shared, places, store_skews, crashes: 0 }
    }

    pub fn run(mut self) -> Result<Report, Failure> {
        let (mut step, seed) = (0, self.seed);
        let outcome = self.live(&mut step);
        outcome.map(|()| self.report(step)).map_err(|breach| Failure { seed, step, breach })
    }

    fn live(&mut self, step: &mut usize) -> Result<(), Breach> {
        (0..self.places.len()).for_each(|place| self.start(place));
        while *step < STORM {
            self.storm();
            *step += 1;
            self.look(*step)?;
        }
        self.shared.chance.heal();
        self.places.iter_mut().for_each(|place| place.away_until = 0);
        (0..self.places.len()).for_each(|place| self.start(place));
        let healed = self.now();
        while *step < STORM + CALM {
            self.calm();
            *step += 1;
            if step.is_multiple_of(LOOK)
                && self.clients.unanswered().is_empty()
                && invariants::at_rest(&self.cluster)
            {
                break;
            }
            self.look(*step)?;
        }
        invariants::finally(&self.cluster, &self.clients)?;
        let took = self.now() - healed;
        match self.model {
            FaultModel::Outages if took > REST_MAX => {
                Err(Breach(format!("rest took {} s", took / 1_000_000)))
            }
            FaultModel::Outages | FaultModel::Everything | FaultModel::Crashes => Ok(()),
        }
    }

    fn now(&self) -> i64 {
        self.shared.now.load(Ordering::Relaxed)
    }

    fn look(&self, step: usize) -> Result<(), Breach> {
        if step.is_multiple_of(LOOK) { invariants::always(&self.cluster) } else { Ok(()) }
    }

    fn storm(&mut self) {
        let chance = self.shared.chance.clone();
        self.shared.now.fetch_add(1 + chance.below(20_000) as i64, Ordering::Relaxed);
        let event = chance.below(1000);
        match event {
            // What only a storm brings.
            45..67 if self.model == FaultModel::Crashes => self.work(),
            0..4 => self.kill(chance.below(self.places.len())),
            4..20 => self.start(chance.below(self.places.len())),
            20..29 => self.wishes(),
            29..35 => self.work(),
            35..45 => self.ask_again(),
            45..55 => self.sweep(),
            55..60 => forger::forge(&self.cluster, &self.shared.network, &chance),
            60 if chance.happens(300) => self.shared.network.wipe(),
            61..63 => self.rewind(),
            63 if chance.happens(500) => self.leave(),
            64 if chance.happens(500) => self.set_clocks(),
            65 => self.silence(),
            66 => self.shared.network.broker.open_readers_anew(),
            67..200 => self.shared.network.deliver(),
            _ => self.work(),
        }
    }

    fn calm(&mut self) {
        let chance = self.shared.chance.clone();
        let micros = if self.model == FaultModel::Outages { 5_000 } else { 20_000 };
        self.shared.now.fetch_add(1 + chance.below(micros) as i64, Ordering::Relaxed);
        match chance.below(1000) {
            0..10 => self.ask_again(),
            10..250 => self.shared.network.deliver(),
            // It takes a while to notice.
            250 => self.shared.network.broker.open_readers_anew(),
            _ => self.work(),
        }
    }

    /// All of a bank goes down, for hours, and hours go by in which others ask it.
    fn leave(&mut self) {
        let chance = self.shared.chance.clone();
        let bank = chance.below(self.cluster.banks.len());
        let back = self.now() + 1_000_000 * chance.below(20_000) as i64;
        for place in 0..self.places.len() {
            if matches!(self.places[place].service, Service::Bank(number) if number == bank) {
                self.kill(place);
                self.places[place].away_until = back;
            }
        }
    }

    /// Time makes a leap, and the clock of a database is set, at times to what it was an hour before.
    fn set_clocks(&mut self) {
        let chance = self.shared.chance.clone();
        self.shared.now.fetch_add(1_000_000 * chance.below(4_000) as i64, Ordering::Relaxed);
        let skew = 1_000_000 * (chance.below(7_200) as i64 - 3_600);
        self.store_skews[chance.below(self.store_skews.len())].store(skew, Ordering::Relaxed);
    }

    fn start(&mut self, place: usize) {
        let now = self.now();
        let Place { service, process, away_until } = &mut self.places[place];
        if process.is_none() && now >= *away_until {
            *process = Some(match *service {
                Service::Hub => Process::hub(&self.cluster.hub, &self.shared),
                Service::Bank(bank) => Process::bank(&self.cluster.banks[bank], &self.shared),
            });
        }
    }

    /// kill -9: nothing it was about to do happens.
    fn kill(&mut self, place: usize) {
        self.crashes += usize::from(self.places[place].process.take().is_some());
    }

    fn work(&mut self) {
        let chance = self.shared.chance.clone();
        let place = chance.below(self.places.len());
        if let Some(process) = &mut self.places[place].process {
            if self.model != FaultModel::Crashes {
                process.tend_sweeper();
            }
            process.step(&chance);
        }
    }

    fn sweep(&mut self) {
        let place = self.shared.chance.below(self.places.len());
        if let Some(process) = &mut self.places[place].process {
            process.look();
        }
    }

    fn rewind(&mut self) {
        let bank = self.shared.chance.below(self.cluster.banks.len() + 1);
        let group =
            self.cluster.banks.get(bank).map_or("codepix".into(), |b| format!("bank-{}", b.bank.code));
        self.shared.network.broker.rewind(&group);
    }

    /// A reader loses a topic, until it is noticed and another begins.
    fn silence(&self) {
        let bank = self.shared.chance.below(self.cluster.banks.len());
        let code = self.cluster.banks[bank].bank.code.as_str();
        let topic =
            if self.shared.chance.happens(500) { topic::from_bank(code) } else { topic::to_bank(code) };
        self.shared.network.broker.silence(&topic);
    }

    /// Some people wish something at the same time, so that a bank has several of them in one batch.
    fn wishes(&mut self) {
        let chance = self.shared.chance.clone();
        for _ in 0..1 + chance.below(3) {
            let number = self.clients.wish(&self.cluster, &chance);
            self.ask(number);
        }
    }

    fn ask_again(&mut self) {
        let unanswered = self.clients.unanswered();
        if !unanswered.is_empty() {
            self.ask(unanswered[self.shared.chance.below(unanswered.len())]);
        }
    }

    /// The client turns to any instance of its bank that runs.
    fn ask(&mut self, number: usize) {
        let bank = self.clients.requests()[number].bank;
        let is_its = |place: &&mut Place| matches!(place.service, Service::Bank(b) if b == bank);
        let mut running: Vec<_> =
            self.places.iter_mut().filter(is_its).filter_map(|p| p.process.as_mut()).collect();
        if running.is_empty() {
            return;
        }
        let process = running.swap_remove(self.shared.chance.below(running.len()));
        if let Some((intake, counter)) = process.intake.clone() {
            let clients = self.clients.clone();
            let hesitation = self.shared.chance.below(20);
            process.spawn(async move {
                patience(hesitation).await;
                clients.ask(number, intake, counter).await;
            });
        }
    }

    fn report(&self, steps: usize) -> Report {
        let accepted =
            self.clients.requests().iter().filter(|r| matches!(r.told, RequestOutcome::Accepted(_))).count();
        let completed = |disk: &super::cluster::BankDisk| {
            let rows = disk.books.rows();
            let sent = rows.transfers.values().filter(|t| t.idempotency.is_some());
            sent.filter(|t| t.status == Status::Completed).count()
        };
        let completed = self.cluster.banks.iter().map(completed).sum();
        Report { steps, accepted, completed, crashes: self.crashes }
    }
}

/// Gives each database a clock; by how much it is wrong can be set.
fn clocks(cluster: &Cluster, now: &Arc<AtomicI64>) -> Vec<Arc<AtomicI64>> {
    let of_banks = cluster.banks.iter().map(|disk| &disk.books.questions);
    let stores = of_banks.chain([&cluster.hub.transfers.questions]).map(|questions| {
        let (now, skew) = (Arc::clone(now), Arc::new(AtomicI64::new(0)));
        let wrong = Arc::clone(&skew);
        questions.go_by(Arc::new(move || {
            let now = now.load(Ordering::Relaxed) + wrong.load(Ordering::Relaxed);
            Timestamp::from_microsecond(now).unwrap_or(Timestamp::UNIX_EPOCH)
        }));
        skew
    });
    stores.collect()
}
