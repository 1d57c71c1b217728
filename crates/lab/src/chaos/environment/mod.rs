//! A system of its own, beside the demo: PostgreSQL and Kafka by the scripts, services as child processes, and a proxy on
//! every link between them.
//!
//! In reading order: [`instance`] (who runs), [`grounds`] (on which ports), [`process`] (one service) with [`cleanup`] (nothing
//! outlives a run), [`scripts`] (servers), [`kafka`] (clients of the broker), [`proxy`] (one link), and what else can be
//! broken: [`database_clock`], [`packets`], [`small_disk`].

pub mod cleanup;
pub mod database_clock;
pub mod grounds;
pub mod instance;
pub mod kafka;
pub mod packets;
pub mod process;
pub mod proxy;
pub mod scripts;
pub mod small_disk;

use crate::{audit::Databases, client::BankClient};
use anyhow::Context as _;
use banks::Banks;
use grounds::{CHAOS, Grounds};
use instance::{Dependency, Instance, Role, Routing, root};
use process::{FaultSettings, Process};
use proxy::Proxy;
use scripts::{script, tear_down_servers};
use small_disk::SmallDisk;
use std::{collections::BTreeMap, net::SocketAddr, time::Duration};

/// How long a customer of a broken system waits for an answer.
const ANSWER_MAX: Duration = Duration::from_secs(4);

/// How long a service may take to finish what is under way when it is stopped.
const STOP_MAX: Duration = Duration::from_secs(15);

/// Everything that runs, and how it is to be broken.
pub struct Environment {
    pub banks: Banks,
    pub databases: Databases,
    links: BTreeMap<(Instance, Dependency), Proxy>,
    processes: BTreeMap<Instance, Process>,
    routing: Routing,
    /// Faults planted in every process.
    pub faults: FaultSettings,
    /// How many of each service there are.
    pub instances_each: u16,
    /// The disk under the servers' data, where it is small enough to be filled.
    pub disk: Option<SmallDisk>,
    /// By how many hours the database's clock is behind.
    pub hours_behind: u32,
    /// Unreadable messages that were written: the database whose dead letters they must become, and their ids.
    pub poison: Vec<(usize, String)>,
}

impl Environment {
    /// Wipes the environment, and brings up servers and proxies. No service runs yet.
    ///
    /// # Errors
    /// In words, what does not start.
    pub async fn prepare(routing: Routing) -> anyhow::Result<Self> {
        Self::prepare_on(None, routing).await
    }

    /// As [`Environment::prepare`], with the servers' data on a disk of its own.
    ///
    /// # Errors
    /// In words, what does not start.
    pub async fn prepare_on(disk: Option<SmallDisk>, routing: Routing) -> anyhow::Result<Self> {
        script(CHAOS, "down", &["--kill", "--wipe", "postgres", "kafka"]).await?;
        database_clock::put_right()?;
        script(CHAOS, "up", &["--no-build", "postgres", "kafka"]).await?;
        let banks = Banks::load(&root().join("banks.env"))?;
        let mut links = BTreeMap::new();
        for instance in Instance::all() {
            for dependency in instance.role.dependencies() {
                let far = far_end(CHAOS, instance, *dependency);
                let proxy = Proxy::listen(CHAOS.link_port(instance, *dependency), far);
                links.insert((instance, *dependency), proxy?);
            }
        }
        Ok(Self {
            databases: Databases::of(&banks, &CHAOS.postgres()),
            banks,
            links,
            processes: BTreeMap::new(),
            routing,
            hours_behind: 0,
            faults: FaultSettings::new(),
            instances_each: 1,
            disk,
            poison: Vec::new(),
        })
    }

    /// The instances that should run.
    pub fn instances(&self) -> impl Iterator<Item = Instance> + use<> {
        let each = self.instances_each;
        Instance::all().filter(move |instance| instance.number <= each)
    }

    /// Starts whoever should run and does not, and waits until all are ready.
    ///
    /// # Errors
    /// When one is not.
    pub async fn up(&mut self) -> anyhow::Result<()> {
        for instance in self.instances() {
            if !self.runs(instance)? {
                self.start(instance, &FaultSettings::new())?;
            }
        }
        for process in self.processes.values_mut() {
            process.ready().await?;
        }
        Ok(())
    }

    fn runs(&mut self, instance: Instance) -> anyhow::Result<bool> {
        Ok(match self.processes.get_mut(&instance) {
            Some(process) => !process.ended()?,
            None => false,
        })
    }

    /// Starts one, with faults of its own besides everybody's.
    pub fn start(&mut self, instance: Instance, faults: &FaultSettings) -> anyhow::Result<()> {
        let faults = [self.faults.as_slice(), faults].concat();
        self.processes.insert(instance, Process::start(CHAOS, instance, self.routing, &faults)?);
        Ok(())
    }

    /// Starts one if it does not run, and waits until it is ready.
    pub async fn start_if_missing(&mut self, instance: Instance) -> anyhow::Result<()> {
        if !self.runs(instance)? {
            self.start(instance, &FaultSettings::new())?;
        }
        self.process(instance)?.ready().await
    }

    /// Stops an instance (SIGTERM) whose number is above `instances`.
    ///
    /// # Errors
    /// When it does not end well.
    pub async fn stop_if_extra(&mut self, instance: Instance, instances: u16) -> anyhow::Result<()> {
        if instance.number <= instances {
            return Ok(());
        }
        let Some(mut process) = self.processes.remove(&instance) else { return Ok(()) };
        process.signal("TERM").await?;
        let status = process.end(STOP_MAX).await?;
        anyhow::ensure!(status.success(), "{instance} left with {status}");
        Ok(())
    }

    /// A process that was started.
    pub fn process(&mut self, instance: Instance) -> anyhow::Result<&mut Process> {
        self.processes.get_mut(&instance).with_context(|| format!("{instance} does not run"))
    }

    /// `kill -9`; nothing where it does not run.
    pub async fn kill(&mut self, instance: Instance) -> anyhow::Result<()> {
        match self.processes.remove(&instance) {
            Some(mut process) => process.kill().await,
            None => Ok(()),
        }
    }

    /// Takes everything down, servers too.
    ///
    /// # Errors
    /// When something cannot be taken down.
    pub async fn tear_down(mut self) -> anyhow::Result<()> {
        for instance in Instance::all() {
            self.kill(instance).await?;
        }
        tear_down_servers().await
    }

    /// The link from a service to one it talks to.
    pub fn link(&self, from: Instance, to: Dependency) -> anyhow::Result<&Proxy> {
        self.links.get(&(from, to)).with_context(|| format!("{from} does not talk to {to}"))
    }

    /// The REST interface of one instance of a bank.
    pub fn bank(&self, instance: Instance) -> anyhow::Result<BankClient> {
        BankClient::with_timeout(CHAOS.http_port(instance), ANSWER_MAX)
    }
}

/// What a link leads to: Kafka's listener for this service, PostgreSQL, or whichever hub runs.
pub fn far_end(grounds: Grounds, instance: Instance, dependency: Dependency) -> Vec<SocketAddr> {
    let ports = match dependency {
        Dependency::Kafka => vec![grounds.kafka_listener(instance)],
        Dependency::Postgres => vec![grounds.postgres_port()],
        Dependency::Hub => [Role::Hub.first(), Role::Hub.second()].map(|hub| grounds.grpc_port(hub)).to_vec(),
    };
    ports.into_iter().map(|port| SocketAddr::from(([127, 0, 0, 1], port))).collect()
}
