//! The boards over the system of processes: what is asked of it, and the watchers that write down what came of it.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use engine::Clock;
use tokio::{sync::watch, task::JoinSet};

use super::load::lock;
use super::{
    Settings, arms, bugs, commits::Commits, inspection::Inspector, kafka, links, lives, load::Load,
    money::Counting, plugs, positions, rates, scene, seen::Seen, system::System, topics::Topics,
    witness::Witness,
};
use crate::{
    boards::{Boards, Door, Pull, Refused},
    journal::{Certificate, Entry, Ground, Journal, LinkName, LinkState, Node, Speed},
};

/// The system on stage. Its clones are the same one.
#[derive(Clone)]
pub struct OnStage(Arc<Shared>);

struct Shared {
    system: Arc<System>,
    journal: Journal,
    clock: Clock,
    seed: Option<u64>,
    seen: Arc<Seen>,
    witness: Arc<Witness>,
    load: Load,
    /// The number of the broker's process while it is up.
    kafka: watch::Sender<Option<u32>>,
    ground: Mutex<Ground>,
    /// Watchers of processes, lines and arms, as long as the stage stands.
    standing: Mutex<JoinSet<()>>,
    /// Watchers of what is remembered, as long as the scene lasts.
    scene: Mutex<JoinSet<()>>,
    /// The scene is being set.
    setting: AtomicBool,
}

impl OnStage {
    /// Brings everything up, and begins to watch.
    ///
    /// # Errors
    /// In words, what does not start.
    pub async fn open(settings: &Settings, journal: Journal, clock: Clock) -> anyhow::Result<Self> {
        let system = Arc::new(System::new(settings)?);
        let ground = scene::set(&system).await?;
        let witness = Arc::<Witness>::default();
        let load = Load::new(system.banks.clone(), settings.seed.unwrap_or_default(), Arc::clone(&witness));
        let stage = Self(Arc::new(Shared {
            system,
            journal,
            clock,
            seed: settings.seed,
            seen: Arc::default(),
            witness,
            load,
            kafka: watch::channel(None).0,
            ground: Mutex::new(ground),
            standing: Mutex::default(),
            scene: Mutex::default(),
            setting: AtomicBool::new(false),
        }));
        stage.begin_scene()?;
        stage.watch_the_stage();
        Ok(stage)
    }

    /// Tells what is on stage, and watches what is remembered of it.
    fn begin_scene(&self) -> anyhow::Result<()> {
        let Shared { system, journal, clock, seen, kafka, .. } = &*self.0;
        journal.append(Entry::Ground(self.ground()));
        let config = kafka::client(&system.banks, "stage")?;
        let topics = Topics::new(config, kafka::topics(&system.banks), journal.clone(), Arc::clone(seen));
        let commits = Commits::new(Arc::clone(system), journal.clone(), Arc::clone(seen));
        let money = Counting::new(Arc::clone(system), journal.clone(), clock.clone());
        let mut watchers = JoinSet::new();
        watchers.spawn(topics.watch(kafka.subscribe()));
        watchers.spawn(positions::watch(
            Arc::clone(system),
            Arc::clone(seen),
            journal.clone(),
            kafka.subscribe(),
        ));
        watchers.spawn(commits.watch());
        watchers.spawn(money.watch());
        watchers.spawn(rates::watch(Arc::clone(seen), journal.clone()));
        *lock(&self.0.scene) = watchers;
        Ok(())
    }

    fn watch_the_stage(&self) {
        let Shared { system, journal, clock, seen, kafka, .. } = &*self.0;
        let writes = (journal.clone(), clock.clone());
        let mut watchers = lock(&self.0.standing);
        watchers.spawn(lives::watch(Arc::clone(system), writes, Arc::clone(seen), kafka.clone()));
        watchers.spawn(links::watch(Arc::clone(system), journal.clone(), clock.clone()));
        watchers.spawn(arms::watch(Arc::clone(system), journal.clone()));
    }

    async fn set_the_scene(&self) -> anyhow::Result<()> {
        let shared = &self.0;
        shared.load.forget();
        // Their connections would hold up whoever wipes.
        let mut before = std::mem::take(&mut *lock(&shared.scene));
        before.shutdown().await;
        shared.seen.begin_scene();
        *lock(&shared.ground) = scene::set(&shared.system).await?;
        self.begin_scene()
    }

    fn inspector(&self) -> Inspector {
        let Shared { system, journal, clock, seed, seen, witness, .. } = &*self.0;
        Inspector {
            system: Arc::clone(system),
            journal: journal.clone(),
            clock: clock.clone(),
            seed: *seed,
            seen: Arc::clone(seen),
            witness: Arc::clone(witness),
        }
    }

    fn not_while_setting(&self) -> Result<(), Refused> {
        match self.0.setting.load(Ordering::Relaxed) {
            true => Err(Refused::NotNow("the scene is being set again: a few seconds".to_owned())),
            false => Ok(()),
        }
    }
}

#[async_trait]
impl Boards for OnStage {
    fn ground(&self) -> Ground {
        lock(&self.0.ground).clone()
    }

    fn doors(&self) -> Vec<Door> {
        scene::doors(&self.0.system.banks)
    }

    async fn plug(&self, node: Node, pull: Pull) -> Result<(), Refused> {
        self.not_while_setting()?;
        plugs::plug(&self.0.system, node, pull)
    }

    async fn link(&self, link: LinkName, state: LinkState) -> Result<(), Refused> {
        self.not_while_setting()?;
        let set = self.0.system.set_line(link, state);
        set.then_some(()).ok_or_else(|| Refused::NotHere(format!("there is no line {link}")))
    }

    async fn arm(&self, step: u8, armed: bool) -> Result<(), Refused> {
        self.not_while_setting()?;
        arms::arm(step, armed).map_err(|why| Refused::NotNow(format!("step {step} cannot be armed: {why}")))
    }

    async fn speed(&self, speed: Speed) -> Result<(), Refused> {
        self.0.system.set_speed(speed);
        Ok(())
    }

    async fn bug(&self, name: &str) -> Result<(), Refused> {
        self.not_while_setting()?;
        bugs::plant(&self.0.system, name)?;
        lock(&self.0.scene).spawn(self.inspector().watch(name.to_owned()));
        Ok(())
    }

    async fn prove(&self) -> anyhow::Result<Certificate> {
        self.inspector().prove().await
    }

    async fn reset(&self) -> Result<(), Refused> {
        if self.0.setting.swap(true, Ordering::Relaxed) {
            return self.not_while_setting();
        }
        let stage = self.clone();
        tokio::spawn(async move {
            if let Err(why) = stage.set_the_scene().await {
                tracing::error!("the scene cannot be set again: {why:#}");
            }
            stage.0.setting.store(false, Ordering::Relaxed);
        });
        Ok(())
    }

    async fn load(&self, per_second: f64) -> Result<(), Refused> {
        self.not_while_setting()?;
        self.0.load.set(per_second);
        Ok(())
    }
}
