//! One run: a phase in which everything may fail, then a phase in which nothing does and all must come to rest.

use super::{
    Failure, Report,
    chance::Chance,
    clients::{Clients, Told},
    forger,
    invariants::{self, Breach},
    mutants::Mutant,
    network::Network,
    process::{Process, Surroundings, patience},
    town::Town,
};
use bank_api::domain::Status;
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
/// Noon of a day in 2026, in microseconds since 1970.
const NOON: i64 = 1_790_000_000_000_000;

/// What may go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weather {
    /// Everything.
    Storm,
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
}

pub struct World {
    seed: u64,
    weather: Weather,
    town: Town,
    clients: Clients,
    around: Surroundings,
    places: Vec<Place>,
    crashes: usize,
}

impl World {
    pub fn new(seed: u64, mutant: Option<Mutant>, weather: Weather) -> Self {
        let chance = Chance::new(seed);
        if weather == Weather::Crashes {
            chance.heal();
        }
        let town = Town::new(&chance);
        let network = Network::new(chance.clone());
        let around = Surroundings { chance, network, now: Arc::new(AtomicI64::new(NOON)), mutant };
        let mut services = vec![Service::Hub];
        services.extend((0..town.banks.len()).map(Service::Bank));
        // Some services run twice: both read the same log and write the same books.
        let twice: Vec<_> = services.iter().filter(|_| around.chance.happens(400)).copied().collect();
        services.extend(twice);
        let places = services.into_iter().map(|service| Place { service, process: None }).collect();
        Self { seed, weather, town, clients: Clients::default(), around, places, crashes: 0 }
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
        self.around.chance.heal();
        (0..self.places.len()).for_each(|place| self.start(place));
        while *step < STORM + CALM {
            self.calm();
            *step += 1;
            if step.is_multiple_of(LOOK)
                && self.clients.unanswered().is_empty()
                && invariants::at_rest(&self.town)
            {
                break;
            }
            self.look(*step)?;
        }
        invariants::finally(&self.town, &self.clients)
    }

    fn look(&self, step: usize) -> Result<(), Breach> {
        if step.is_multiple_of(LOOK) { invariants::always(&self.town) } else { Ok(()) }
    }

    fn storm(&mut self) {
        let chance = self.around.chance.clone();
        self.around.now.fetch_add(1 + chance.below(20_000) as i64, Ordering::Relaxed);
        let event = chance.below(1000);
        match event {
            // What only a storm brings.
            45..63 if self.weather == Weather::Crashes => self.work(),
            0..4 => self.kill(chance.below(self.places.len())),
            4..20 => self.start(chance.below(self.places.len())),
            20..35 => {
                let number = self.clients.wish(&self.town, &chance);
                self.ask(number);
            }
            35..45 => self.ask_again(),
            45..55 => self.sweep(),
            55..60 => forger::forge(&self.town, &self.around.network, &chance),
            60 if chance.happens(300) => self.around.network.wipe(),
            61..63 => self.rewind(),
            63..200 => self.around.network.deliver(),
            _ => self.work(),
        }
    }

    fn calm(&mut self) {
        let chance = self.around.chance.clone();
        self.around.now.fetch_add(1 + chance.below(20_000) as i64, Ordering::Relaxed);
        match chance.below(1000) {
            0..10 => self.ask_again(),
            10..15 if self.weather == Weather::Storm => self.sweep(),
            15..250 => self.around.network.deliver(),
            _ => self.work(),
        }
    }

    fn start(&mut self, place: usize) {
        let Place { service, process } = &mut self.places[place];
        if process.is_none() {
            let mut fresh = match *service {
                Service::Hub => Process::hub(&self.town.hub, &self.around),
                Service::Bank(bank) => Process::bank(&self.town.banks[bank], &self.around),
            };
            if self.around.mutant != Some(Mutant::NoSweep) {
                fresh.sweep();
            }
            *process = Some(fresh);
        }
    }

    /// kill -9: nothing it was about to do happens.
    fn kill(&mut self, place: usize) {
        self.crashes += usize::from(self.places[place].process.take().is_some());
    }

    fn work(&mut self) {
        let chance = self.around.chance.clone();
        let place = chance.below(self.places.len());
        if let Some(process) = &mut self.places[place].process {
            process.step(&chance);
        }
    }

    fn sweep(&mut self) {
        let place = self.around.chance.below(self.places.len());
        if self.around.mutant != Some(Mutant::NoSweep)
            && let Some(process) = &mut self.places[place].process
        {
            process.sweep();
        }
    }

    fn rewind(&mut self) {
        let bank = self.around.chance.below(self.town.banks.len() + 1);
        let group = self.town.banks.get(bank).map_or("codepix".into(), |b| format!("bank-{}", b.bank.code));
        self.around.network.broker.rewind(&group);
    }

    fn ask_again(&mut self) {
        let unanswered = self.clients.unanswered();
        if !unanswered.is_empty() {
            self.ask(unanswered[self.around.chance.below(unanswered.len())]);
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
        let process = running.swap_remove(self.around.chance.below(running.len()));
        if let Some((intake, counter)) = process.intake.clone() {
            let clients = self.clients.clone();
            let hesitation = self.around.chance.below(20);
            process.spawn(async move {
                patience(hesitation).await;
                clients.ask(number, intake, counter).await;
            });
        }
    }

    fn report(&self, steps: usize) -> Report {
        let accepted = self.clients.requests().iter().filter(|r| matches!(r.told, Told::Accepted(_))).count();
        let completed = |disk: &super::town::BankDisk| {
            let rows = disk.books.rows();
            let sent = rows.transfers.values().filter(|t| t.idempotency.is_some());
            sent.filter(|t| t.status == Status::Completed).count()
        };
        let completed = self.town.banks.iter().map(completed).sum();
        Report { steps, accepted, completed, crashes: self.crashes }
    }
}
