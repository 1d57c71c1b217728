//! A system of its own, beside the demo: its servers by the scripts, its services as processes of ours, and a proxy on
//! every link between them.

use super::{
    database_clock, mortal,
    names::{KAFKA, Name, Neighbour, POSTGRES, POSTGRES_PORT, Roads, Role, SHIFT, root},
    packets,
    process::{Faults, Process},
    proxy::Proxy,
    small_disk::{self, SmallDisk, state},
};
use crate::{audit::Databases, client::BankClient};
use anyhow::Context as _;
use banks::Banks;
use rdkafka::ClientConfig;
use std::{collections::BTreeMap, net::SocketAddr, time::Duration};

/// How long a customer of a broken system waits for an answer.
const CUSTOMERS_PATIENCE: Duration = Duration::from_secs(4);

/// How long a service may take to finish what is under way when it is asked to leave.
const LEAVE_MAX: Duration = Duration::from_secs(15);

/// All that runs.
pub struct Stage {
    pub banks: Banks,
    pub databases: Databases,
    links: BTreeMap<(Name, Neighbour), Proxy>,
    processes: BTreeMap<Name, Process>,
    roads: Roads,
    /// What every process is told to do wrong.
    pub faults: Faults,
    /// How many of each service there are.
    pub instances: u16,
    /// What the servers' data stands on, if it is small enough to be filled.
    pub disk: Option<SmallDisk>,
    /// By how many hours the database's clock is behind.
    pub hours_behind: u32,
    /// Messages that nobody can read, as they were put in: the database they must end in, and their ids.
    pub poison: Vec<(usize, String)>,
}

impl Stage {
    /// Wipes the stage, and brings up servers and proxies. No service runs yet.
    ///
    /// # Errors
    /// In words, what does not start.
    pub async fn set(roads: Roads) -> anyhow::Result<Self> {
        Self::set_on(None, roads).await
    }

    /// The same, with the servers' data on a disk of its own.
    ///
    /// # Errors
    /// In words, what does not start.
    pub async fn set_on(disk: Option<SmallDisk>, roads: Roads) -> anyhow::Result<Self> {
        script("down", &["--kill", "--wipe", "postgres", "kafka"]).await?;
        database_clock::put_right()?;
        script("up", &["--no-build", "postgres", "kafka"]).await?;
        let banks = Banks::load(&root().join("banks.env"))?;
        let mut links = BTreeMap::new();
        for name in Name::all() {
            for neighbour in name.role.neighbours() {
                let proxy = Proxy::listen(name.link_port(*neighbour), far_end(name, *neighbour));
                links.insert((name, *neighbour), proxy?);
            }
        }
        Ok(Self {
            databases: Databases::of(&banks, POSTGRES),
            banks,
            links,
            processes: BTreeMap::new(),
            roads,
            hours_behind: 0,
            faults: Faults::new(),
            instances: 1,
            disk,
            poison: Vec::new(),
        })
    }

    /// Those that should run.
    pub fn cast(&self) -> impl Iterator<Item = Name> + use<> {
        let instances = self.instances;
        Name::all().filter(move |name| name.instance <= instances)
    }

    /// Starts whoever should run and does not, and waits until all are ready.
    ///
    /// # Errors
    /// When one is not.
    pub async fn up(&mut self) -> anyhow::Result<()> {
        for name in self.cast() {
            if !self.runs(name)? {
                self.start(name, &Faults::new())?;
            }
        }
        for process in self.processes.values_mut() {
            process.ready().await?;
        }
        Ok(())
    }

    fn runs(&mut self, name: Name) -> anyhow::Result<bool> {
        Ok(match self.processes.get_mut(&name) {
            Some(process) => !process.ended()?,
            None => false,
        })
    }

    /// Starts one, with faults of its own besides everybody's.
    pub fn start(&mut self, name: Name, faults: &Faults) -> anyhow::Result<()> {
        let faults = [self.faults.as_slice(), faults].concat();
        self.processes.insert(name, Process::start(name, self.roads, &faults)?);
        Ok(())
    }

    /// Starts one more, and waits until it is ready.
    pub async fn start_if_missing(&mut self, name: Name) -> anyhow::Result<()> {
        if !self.runs(name)? {
            self.start(name, &Faults::new())?;
        }
        self.process(name)?.ready().await
    }

    /// Asks one to leave that stands beyond so many instances.
    ///
    /// # Errors
    /// When it does not.
    pub async fn leave_if_extra(&mut self, name: Name, instances: u16) -> anyhow::Result<()> {
        if name.instance <= instances {
            return Ok(());
        }
        let Some(mut process) = self.processes.remove(&name) else { return Ok(()) };
        process.signal("TERM").await?;
        let status = process.end(LEAVE_MAX).await?;
        anyhow::ensure!(status.success(), "{name} left with {status}");
        Ok(())
    }

    /// A process that was started.
    pub fn process(&mut self, name: Name) -> anyhow::Result<&mut Process> {
        self.processes.get_mut(&name).with_context(|| format!("{name} does not run"))
    }

    /// `kill -9`; nothing where it does not run.
    pub async fn kill(&mut self, name: Name) -> anyhow::Result<()> {
        match self.processes.remove(&name) {
            Some(mut process) => process.kill().await,
            None => Ok(()),
        }
    }

    /// Takes everything down, servers too.
    ///
    /// # Errors
    /// When something does not go.
    pub async fn strike(mut self) -> anyhow::Result<()> {
        for name in Name::all() {
            self.kill(name).await?;
        }
        strike_servers().await
    }

    /// The link from a service to one it talks to.
    pub fn link(&self, from: Name, to: Neighbour) -> anyhow::Result<&Proxy> {
        self.links.get(&(from, to)).with_context(|| format!("{from} does not talk to {to}"))
    }

    /// The REST interface of one instance of a bank.
    pub fn bank(&self, name: Name) -> anyhow::Result<BankClient> {
        BankClient::patient(name.http_port(), CUSTOMERS_PATIENCE)
    }

    /// A Kafka client in the name of a broker user, over no proxy.
    pub fn kafka(&self, role: Role) -> anyhow::Result<ClientConfig> {
        let password = match role.code() {
            None => self.banks.hub.kafka_password.expose(),
            Some(code) => self.banks.bank(code.parse()?)?.kafka_password.expose(),
        };
        let mut config = ClientConfig::new();
        config
            .set("bootstrap.servers", KAFKA)
            .set("security.protocol", "SASL_PLAINTEXT")
            .set("sasl.mechanism", "PLAIN")
            .set("sasl.username", role.group())
            .set("sasl.password", password)
            .set("message.timeout.ms", "10000");
        Ok(config)
    }
}

/// Takes the servers down, and the disk they stood on; packets arrive again.
///
/// # Errors
/// When something does not go.
pub async fn strike_servers() -> anyhow::Result<()> {
    script("down", &["--kill", "postgres", "kafka"]).await?;
    // Who may not take rules away has set none.
    drop(packets::deliver().await);
    small_disk::take_away().await
}

/// What a link leads to: Kafka's listener for this service, PostgreSQL, or whichever hub runs.
fn far_end(name: Name, neighbour: Neighbour) -> Vec<SocketAddr> {
    let ports = match neighbour {
        Neighbour::Kafka => vec![name.kafka_listener()],
        Neighbour::Postgres => vec![POSTGRES_PORT],
        Neighbour::Hub => vec![Role::Hub.first().grpc_port(), Role::Hub.second().grpc_port()],
    };
    ports.into_iter().map(|port| SocketAddr::from(([127, 0, 0, 1], port))).collect()
}

/// Runs one of the project's scripts on the stage.
///
/// # Errors
/// What it said, when it failed.
pub async fn script(name: &str, arguments: &[&str]) -> anyhow::Result<()> {
    let links: Vec<_> = Name::all()
        .map(|name| format!("{}:{}", name.kafka_listener(), name.link_port(Neighbour::Kafka)))
        .collect();
    let mut command = mortal::command(root().join("scripts").join(name));
    command
        .args(arguments)
        .env("CODEPIX_STAGE", format!("chaos+{SHIFT}"))
        .env("KAFKA_LINKS", links.join(" "))
        .env("POSTGRES_CLOCK", database_clock::FILE);
    if let Some(state) = state() {
        command.env("CODEPIX_STATE", state);
    }
    let output = command.output().await?;
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    anyhow::ensure!(output.status.success(), "scripts/{name} {}: {said}", arguments.join(" "));
    Ok(())
}
