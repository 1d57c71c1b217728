//! The whole system, and its plugs.

use crate::{
    Places, Proof,
    ground::Grounds,
    plug::{Life, Plug, Run},
    proof, secrets,
    services::{self, Common},
    steps::Steps,
};
use anyhow::Context as _;
use banks::Bank;
use outbox::memory::MemoryBroker;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use tokio_util::sync::CancellationToken;

/// The name of the broker's plug.
pub const BROKER: &str = "kafka";
/// What the names of pages begin with.
pub(crate) const PAGES: &str = "bank-web-";
/// Records that a topic keeps: more than are read in a minute.
const RECORDS_KEPT: usize = 10_000;

/// Hub, banks, pages and the broker between them.
pub struct System {
    pub places: Places,
    pub broker: MemoryBroker,
    pub grounds: Grounds,
    pub(crate) steps: Steps,
    pub(crate) plugs: Vec<Plug>,
    /// How the broker is, whose plug is its own.
    pub(crate) broker_life: Life,
    site_dir: PathBuf,
}

impl System {
    /// All of it, at rest.
    ///
    /// # Errors
    /// What is wrong in the banks file, and when no ports are free.
    pub fn new(banks_file: Option<&Path>, site_dir: &Path) -> anyhow::Result<Self> {
        let places = Places::free(&secrets::banks(banks_file)?)?;
        let mut system = Self {
            broker: MemoryBroker::keeping(RECORDS_KEPT),
            grounds: Grounds::new(&places.banks),
            places,
            steps: Steps::default(),
            plugs: Vec::new(),
            broker_life: Life::Runs,
            site_dir: site_dir.to_owned(),
        };
        system.plugs = system.all_plugs();
        // A process counts once, however many services it holds: the runtime that is here now folds the counts.
        drop(telemetry::Metrics::new(None));
        Ok(system)
    }

    /// Pulls all plugs but the broker's.
    pub fn kill_all(&mut self) {
        self.plugs.iter_mut().rev().for_each(Plug::kill);
    }

    /// Kills everything and forgets all of it: stores, records, whatever was done to the broker. Nothing runs then.
    pub fn begin_anew(&mut self) {
        self.kill_all();
        self.grounds = Grounds::new(&self.places.banks);
        self.plugs = self.all_plugs();
        self.broker.wipe();
        self.broker.delay(Duration::ZERO);
        self.broker.start();
        self.broker_life = Life::Runs;
    }

    fn all_plugs(&self) -> Vec<Plug> {
        let mut plugs = vec![Plug::new("codepix".into(), self.run_hub())];
        for bank in &self.places.banks.banks {
            plugs.push(Plug::new(format!("bank-api-{}", bank.code), self.run_bank(bank)));
            plugs.push(Plug::new(format!("{PAGES}{}", bank.code), self.run_pages(bank)));
        }
        plugs
    }

    fn common(&self) -> Common {
        Common { broker: self.broker.clone(), steps: self.steps.clone() }
    }

    fn run_hub(&self) -> Run {
        let (places, ground, common) = (self.places.clone(), self.grounds.hub.clone(), self.common());
        Arc::new(move |stop| {
            let hub = services::hub(&places, &ground, &common);
            Box::pin(hub.run(until(stop)))
        })
    }

    fn run_bank(&self, bank: &Bank) -> Run {
        let (places, common, bank) = (self.places.clone(), self.common(), bank.clone());
        let ground = self.grounds.banks[&bank.code].clone();
        Arc::new(move |stop| {
            let bank = services::bank(&places, &bank, &ground, &common);
            Box::pin(async move { bank?.run(until(stop)).await })
        })
    }

    fn run_pages(&self, bank: &Bank) -> Run {
        let (bank, stage, site_dir) = (bank.clone(), self.places.stage, self.site_dir.clone());
        Arc::new(move |stop| {
            let (bank, site_dir) = (bank.clone(), site_dir.clone());
            Box::pin(async move { services::pages((&bank, stage), &site_dir, until(stop)).await })
        })
    }

    /// Puts all plugs in: pages last, so that nobody is asked who is not there yet.
    ///
    /// # Errors
    /// When the system has no more threads, and when a service is not ready within `most`.
    pub async fn start_all(&mut self, most: Duration) -> anyhow::Result<()> {
        for pages in [false, true] {
            self.put_in(pages)?;
            self.until_ready(most).await?;
        }
        Ok(())
    }

    /// Puts in the plugs of all pages, or all others; waits for nothing.
    ///
    /// # Errors
    /// When the system has no more threads.
    pub fn put_in(&mut self, pages: bool) -> anyhow::Result<()> {
        let mut plugs = self.plugs.iter_mut().filter(|plug| plug.name().starts_with(PAGES) == pages);
        plugs.try_for_each(|plug| plug.start().with_context(|| format!("no thread for {}", plug.name())))
    }

    /// Lets all finish what is under way: pages first, so that nobody is asked who is gone.
    pub fn stop_all(&mut self) {
        self.plugs.iter_mut().rev().for_each(Plug::stop);
    }

    /// What all stores say together, at one moment.
    pub fn prove(&self) -> Proof {
        proof::prove(&self.grounds)
    }
}

async fn until(stop: CancellationToken) -> anyhow::Result<()> {
    stop.cancelled().await;
    Ok(())
}
