//! The system on stage: its processes, its servers, and a proxy on each line between them. Refuses to know who watches.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Mutex, MutexGuard, PoisonError},
};

use anyhow::Context as _;
use banks::{Bank, Banks};
use lab::{
    audit::Databases,
    chaos::environment::{
        cleanup::Watcher,
        far_end,
        grounds::{Grounds, STAGE},
        instance::{Routing, root},
        process::{self, built, logged},
        proxy::Proxy,
    },
};
use tokio::process::Command;

use super::{
    Settings,
    cast::{dependency, lines, service},
    server::Server,
    service::Service,
};
use crate::journal::{LinkName, Node, Place, Speed};

/// Where it stands.
pub const GROUNDS: Grounds = STAGE;

/// All that can be broken.
pub struct System {
    /// With the ports they have here.
    pub banks: Banks,
    /// The hub, then the banks.
    pub places: Vec<Place>,
    pub databases: Databases,
    pub lines: BTreeMap<LinkName, Proxy>,
    pub kafka: Server,
    pub postgres: Server,
    pub speed: Mutex<Speed>,
    services: Mutex<BTreeMap<Node, Service>>,
    /// Whose number was whose, since a number is all that a death leaves behind.
    pids: Mutex<HashMap<u32, Node>>,
    framed_by: String,
    /// Takes the servers down when we are gone, however that comes.
    watcher: Option<Watcher>,
}

impl System {
    /// Proxies on all lines; nothing runs yet.
    ///
    /// # Errors
    /// What is wrong in the banks file, and ports that are taken.
    pub fn new(settings: &Settings) -> anyhow::Result<Self> {
        std::fs::create_dir_all(armed()).context("no folder for logs and pids")?;
        let banks = banks_here()?;
        let codes = || banks.banks.iter().map(|bank| bank.face.code);
        let places: Vec<_> = [Place::Hub].into_iter().chain(codes().map(Place::Bank)).collect();
        let mut services = BTreeMap::new();
        for place in &places {
            let instance =
                service(*place).with_context(|| format!("the laboratory has no service for bank {place}"))?;
            services.insert(Node::from(*place), Service::new(GROUNDS.http_port(instance)));
        }
        for bank in &banks.banks {
            services.insert(Node::Web(bank.face.code), Service::new(bank.face.web_port));
        }
        // Their ports are taken while another stage stands here: nothing of its must be touched then.
        let lines = proxies(&places)?;
        let watcher = Watcher::start(
            "env",
            &[&format!("CODEPIX_STAGE={}", GROUNDS.setting()), &down(), "--kill", "postgres", "kafka"],
        )?;
        Ok(Self {
            lines,
            databases: Databases::of(&banks, &GROUNDS.postgres()),
            banks,
            places,
            kafka: Server::new(GROUNDS, "kafka", 9092 + GROUNDS.shift),
            postgres: Server::new(GROUNDS, "postgres", GROUNDS.postgres_port()),
            speed: Mutex::new(Speed::Real),
            services: Mutex::new(services),
            pids: Mutex::default(),
            framed_by: settings.framed_by.clone(),
            watcher: Some(watcher),
        })
    }

    /// All processes that are our children. Held for moments only.
    pub fn services(&self) -> MutexGuard<'_, BTreeMap<Node, Service>> {
        self.services.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whose number this is, or was.
    pub fn whose(&self, pid: u32) -> Option<Node> {
        self.pids.lock().unwrap_or_else(PoisonError::into_inner).get(&pid).copied()
    }

    /// Starts a process that is our child.
    ///
    /// # Errors
    /// When its program is not there, or does not start.
    pub fn start(&self, node: Node) -> anyhow::Result<()> {
        let mut command = self.command(node)?;
        let mut services = self.services();
        let service = services.get_mut(&node).with_context(|| format!("{node} is no process of ours"))?;
        if let Some(bug) = &service.bug {
            command.env("FAULT_BUG", bug);
        }
        let pid = service.start(command).with_context(|| node.to_string())?;
        self.pids.lock().unwrap_or_else(PoisonError::into_inner).insert(pid, node);
        Ok(())
    }

    fn command(&self, node: Node) -> anyhow::Result<Command> {
        let place = match node {
            Node::Hub => Place::Hub,
            Node::Bank(code) => Place::Bank(code),
            Node::Web(code) => return self.pages(self.banks.bank(code)?),
            Node::Kafka | Node::Postgres => anyhow::bail!("{node} is started by a script"),
        };
        let instance =
            service(place).with_context(|| format!("the laboratory has no service for {place}"))?;
        let mut command = process::command(GROUNDS, instance, Routing::Proxied)?;
        command.env("FAULT_ARMED", armed());
        Ok(command)
    }

    /// The pages of a bank, which let themselves be framed by the stage.
    fn pages(&self, bank: &Bank) -> anyhow::Result<Command> {
        let (code, built) = (bank.face.code, built()?);
        let mut command = logged(GROUNDS, &Node::Web(code).to_string(), &built.join("release/bank-web"))?;
        command
            .args(["--bank", code.as_str()])
            .arg("--site-dir")
            .arg(built.join("site"))
            .env("HTTP_ADDR", format!("127.0.0.1:{}", bank.face.web_port))
            .env("BANK_API_URL", format!("http://127.0.0.1:{}", bank.face.api_port))
            .env("FRAMED_BY", &self.framed_by);
        Ok(command)
    }
}

impl Drop for System {
    fn drop(&mut self) {
        self.services().clear();
        if let Some(watcher) = self.watcher.take() {
            // It says nothing, and there is nobody left to be told.
            drop(watcher.release());
        }
    }
}

/// Where steps are armed.
pub fn armed() -> std::path::PathBuf {
    GROUNDS.folder().join("armed")
}

fn down() -> String {
    root().join("scripts/down").to_string_lossy().into_owned()
}

/// The banks of the banks file, at their ports on these grounds.
fn banks_here() -> anyhow::Result<Banks> {
    let mut banks = Banks::load(&root().join("banks.env"))?;
    for bank in &mut banks.banks {
        if let Some(instance) = service(Place::Bank(bank.face.code)) {
            bank.face.api_port = GROUNDS.http_port(instance);
        }
        bank.face.web_port += GROUNDS.shift;
    }
    Ok(banks)
}

fn proxies(places: &[Place]) -> anyhow::Result<BTreeMap<LinkName, Proxy>> {
    let proxy = |line: LinkName| {
        let instance =
            service(line.from).with_context(|| format!("the laboratory has no service for {}", line.from))?;
        let to = dependency(line.to);
        Ok((line, Proxy::listen(GROUNDS.link_port(instance, to), far_end(GROUNDS, instance, to))?))
    };
    lines(places).into_iter().map(proxy).collect()
}
