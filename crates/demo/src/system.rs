//! The whole system, and its plugs.

use crate::{
    Places, Proof,
    ground::{BankGround, HubGround},
    places::loopback,
    plug::{Plug, Run},
    proof, secrets, services,
};
use anyhow::{Context as _, bail};
use banks::{Bank, BankCode};
use outbox::memory::MemoryBroker;
use std::{
    collections::BTreeMap,
    fmt::Write as _,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio_util::sync::CancellationToken;

/// The name of the broker's plug.
pub const BROKER: &str = "kafka";
/// What the names of pages begin with.
const PAGES: &str = "bank-web-";
/// Records that a topic keeps: more than are read in a minute.
const RECORDS_KEPT: usize = 10_000;
/// Who is not ready is asked again after this.
const PAUSE: Duration = Duration::from_millis(5);

/// Hub, banks, pages and the broker between them.
pub struct System {
    pub places: Places,
    pub broker: MemoryBroker,
    pub hub: HubGround,
    pub banks: BTreeMap<BankCode, BankGround>,
    plugs: Vec<Plug>,
}

impl System {
    /// All of it, at rest.
    ///
    /// # Errors
    /// What is wrong in the banks file, and when no ports are free.
    pub fn new(banks_file: Option<&Path>, site_dir: &Path) -> anyhow::Result<Self> {
        let places = Places::free(&secrets::banks(banks_file)?)?;
        let (broker, hub) = (MemoryBroker::keeping(RECORDS_KEPT), HubGround::new());
        let banks = places.banks.banks.iter().map(|bank| (bank.code, BankGround::new())).collect();
        let mut system = Self { places, broker, hub, banks, plugs: Vec::new() };
        system.plugs.push(Plug::new("codepix".into(), system.run_hub()));
        for bank in system.places.banks.banks.clone() {
            let (api, web) = (format!("bank-api-{}", bank.code), format!("{PAGES}{}", bank.code));
            system.plugs.push(Plug::new(api, system.run_bank(&bank)));
            system.plugs.push(Plug::new(web, run_pages(&bank, site_dir)));
        }
        // A process counts once, however many services it holds: the runtime that is here now folds the counts.
        drop(telemetry::Metrics::new(None));
        Ok(system)
    }

    fn run_hub(&self) -> Run {
        let (places, ground, broker) = (self.places.clone(), self.hub.clone(), self.broker.clone());
        Arc::new(move |stop| {
            let hub = services::hub(&places, &ground, &broker);
            Box::pin(hub.run(until(stop)))
        })
    }

    fn run_bank(&self, bank: &Bank) -> Run {
        let (places, broker, bank) = (self.places.clone(), self.broker.clone(), bank.clone());
        let ground = self.banks[&bank.code].clone();
        Arc::new(move |stop| {
            let bank = services::bank(&places, &bank, &ground, &broker);
            Box::pin(async move { bank?.run(until(stop)).await })
        })
    }

    /// Puts all plugs in: pages last, so that nobody is asked who is not there yet.
    ///
    /// # Errors
    /// When the system has no more threads, and when a service is not ready within `most`.
    pub async fn start_all(&mut self, most: Duration) -> anyhow::Result<()> {
        for pages in [false, true] {
            for plug in self.plugs.iter_mut().filter(|plug| plug.name().starts_with(PAGES) == pages) {
                plug.start().with_context(|| format!("no thread for {}", plug.name()))?;
            }
            self.until_ready(most).await?;
        }
        Ok(())
    }

    /// Lets all finish what is under way: pages first, so that nobody is asked who is gone.
    pub fn stop_all(&mut self) {
        self.plugs.iter_mut().rev().for_each(Plug::stop);
    }

    /// The names of all plugs, and whether each is in.
    pub fn plugs(&self) -> impl Iterator<Item = (&str, bool)> {
        let services = self.plugs.iter().map(|plug| (plug.name(), plug.is_running()));
        services.chain([(BROKER, !self.broker.is_down())])
    }

    /// Pulls a plug.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn kill(&mut self, name: &str) -> anyhow::Result<()> {
        if name == BROKER {
            self.broker.stop();
            return Ok(());
        }
        self.plug(name)?.kill();
        Ok(())
    }

    /// Puts it in again.
    ///
    /// # Errors
    /// When there is none of that name, and when the system has no more threads.
    pub fn start(&mut self, name: &str) -> anyhow::Result<()> {
        if name == BROKER {
            self.broker.start();
            return Ok(());
        }
        Ok(self.plug(name)?.start()?)
    }

    fn plug(&mut self, name: &str) -> anyhow::Result<&mut Plug> {
        let names: Vec<_> = self.plugs().map(|(name, _)| name.to_owned()).collect();
        let plug = self.plugs.iter_mut().find(|plug| plug.name() == name);
        plug.with_context(|| format!("there is no {name}: choose one of {}", names.join(", ")))
    }

    /// What all stores say together, at one moment.
    pub fn prove(&self) -> Proof {
        proof::prove(&self.hub, &self.banks)
    }

    /// Waits until every service that is plugged in is ready.
    ///
    /// # Errors
    /// When one is not within `most`, or has ended.
    async fn until_ready(&self, most: Duration) -> anyhow::Result<()> {
        let client = reqwest::Client::builder().no_proxy().timeout(most).build()?;
        let began = Instant::now();
        for (name, port) in self.ports() {
            let url = format!("http://{}/readyz", loopback(port));
            while !client.get(&url).send().await.is_ok_and(|answer| answer.status().is_success()) {
                if began.elapsed() > most || !self.plugs().any(|(plug, is_in)| plug == name && is_in) {
                    bail!("{name} is not ready: start again with --log info to see why");
                }
                tokio::time::sleep(PAUSE).await;
            }
        }
        Ok(())
    }

    /// Every service that is plugged in, and its port.
    fn ports(&self) -> Vec<(String, u16)> {
        let banks = self.places.banks.banks.iter();
        let banks = banks.flat_map(|bank| {
            let Bank { face, .. } = bank;
            [("api", face.api_port), ("web", face.web_port)]
                .map(|(kind, port)| (format!("bank-{kind}-{}", face.code), port))
        });
        let all = [("codepix".to_owned(), self.places.hub_http)].into_iter().chain(banks);
        all.filter(|(name, _)| self.plugs().any(|(plug, is_in)| plug == name && is_in)).collect()
    }

    /// Where a browser finds what.
    pub fn addresses(&self) -> String {
        let mut text = String::new();
        for bank in &self.places.banks.banks {
            // Writing to a String does not fail.
            let _ = writeln!(
                text,
                "  {:<12} http://localhost:{}   (its interface: http://localhost:{}/docs)",
                bank.name, bank.web_port, bank.api_port
            );
        }
        let _ = writeln!(text, "  {:<12} http://localhost:{}/docs", "the hub", self.places.hub_http);
        text
    }
}

fn run_pages(bank: &Bank, site_dir: &Path) -> Run {
    let (bank, site_dir) = (bank.clone(), site_dir.to_owned());
    Arc::new(move |stop| {
        let (bank, site_dir) = (bank.clone(), site_dir.clone());
        Box::pin(async move { services::pages(&bank, &site_dir, until(stop)).await })
    })
}

async fn until(stop: CancellationToken) -> anyhow::Result<()> {
    stop.cancelled().await;
    Ok(())
}
