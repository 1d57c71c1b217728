//! The processes of a simulation: each has a slot, in which it is killed and started again.

use super::{
    cluster::Cluster,
    process::{Process, Shared},
};
use std::sync::Arc;

/// What a slot runs: the hub, or a bank.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Service {
    Hub,
    Bank(usize),
}

struct Slot {
    service: Service,
    /// `bank 001`, as events name it.
    name: Arc<str>,
    process: Option<Process>,
    /// It is not started before that time.
    down_until: i64,
}

/// All of them.
pub struct Slots {
    slots: Vec<Slot>,
    pub crashes: usize,
}

impl Slots {
    /// One slot for each service and, for some, a second one: both instances read the same log and write the same books.
    pub fn new(cluster: &Cluster, shared: &Shared) -> Self {
        let mut services = vec![Service::Hub];
        services.extend((0..cluster.banks.len()).map(Service::Bank));
        let twice: Vec<_> = services.iter().filter(|_| shared.chance.happens(400)).copied().collect();
        services.extend(twice);
        let slot = |service| {
            let name = match service {
                Service::Hub => "the hub".to_owned(),
                Service::Bank(bank) => format!("bank {}", cluster.banks[bank].bank.code),
            };
            Slot { service, name: name.into(), process: None, down_until: 0 }
        };
        Self { slots: services.into_iter().map(slot).collect(), crashes: 0 }
    }

    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Starts the process, unless it runs or has to stay down.
    pub fn start(&mut self, slot: usize, cluster: &Cluster, shared: &Shared) {
        let Slot { service, process, down_until, .. } = &mut self.slots[slot];
        if process.is_none() && shared.now() >= *down_until {
            *process = Some(match *service {
                Service::Hub => Process::hub(&cluster.hub, shared),
                Service::Bank(bank) => Process::bank(&cluster.banks[bank], shared),
            });
        }
    }

    /// Starts every process, also those that had to stay down.
    pub fn start_all(&mut self, cluster: &Cluster, shared: &Shared) {
        self.slots.iter_mut().for_each(|slot| slot.down_until = 0);
        (0..self.len()).for_each(|slot| self.start(slot, cluster, shared));
    }

    /// kill -9: nothing it was about to do happens.
    pub fn kill(&mut self, slot: usize) {
        self.crashes += usize::from(self.slots[slot].process.take().is_some());
    }

    /// All instances of a bank are killed, and none is started before `until`.
    pub fn take_down(&mut self, bank: usize, until: i64) {
        for slot in 0..self.len() {
            if self.slots[slot].service == Service::Bank(bank) {
                self.kill(slot);
                self.slots[slot].down_until = until;
            }
        }
    }

    pub fn name(&self, slot: usize) -> Arc<str> {
        Arc::clone(&self.slots[slot].name)
    }

    /// What runs there.
    pub fn process(&mut self, slot: usize) -> Option<&mut Process> {
        self.slots[slot].process.as_mut()
    }

    /// The running instances of a bank.
    pub fn instances_of(&mut self, bank: usize) -> Vec<&mut Process> {
        let its = self.slots.iter_mut().filter(|slot| slot.service == Service::Bank(bank));
        its.filter_map(|slot| slot.process.as_mut()).collect()
    }
}
