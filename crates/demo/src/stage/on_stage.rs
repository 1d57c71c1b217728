//! The system on stage: from before its first service runs, through one scene after another.

use super::{
    Shared,
    arms::Arms,
    lives,
    load::Load,
    lock,
    lookout::{Lookout, Waiting, reap},
    money::Counting,
    rates::{self, Counted},
    scene,
    told::{Teller, Told},
    writer::Writer,
};
use crate::System;
use ::stage::journal::{Entry, Ground, Journal, Speed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, atomic::AtomicBool};
use tokio::{
    sync::oneshot,
    task::{AbortHandle, JoinSet, spawn_blocking},
};

/// The system on stage. Its clones are the same one.
#[derive(Clone)]
pub struct OnStage(pub(super) Arc<Parts>);

pub(super) struct Parts {
    pub(super) system: Shared,
    pub(super) journal: Journal,
    teller: Teller,
    pub(super) arms: Arc<Arms>,
    counted: Arc<Counted>,
    pub(super) load: Load,
    pub(super) ground: Mutex<Ground>,
    /// Counts the money as long as the scene lasts.
    counting: Mutex<Option<AbortHandle>>,
    /// Whoever watches as long as the stage stands: from its beginning, or else from when it opens.
    waiting: Mutex<Option<Waiting>>,
    watchers: Mutex<JoinSet<()>>,
    /// The scene is being set.
    pub(super) setting: AtomicBool,
}

impl OnStage {
    /// Writes from [`OnStage::begin`] on.
    pub fn over(system: System, lookout: Lookout) -> Self {
        let Lookout { journal, teller, arms, waiting } = lookout;
        Self(Arc::new(Parts {
            load: Load::new(&system.places.banks),
            ground: Mutex::new(scene::ground(&system.places, &system.grounds)),
            system: Arc::new(Mutex::new(system)),
            journal,
            teller,
            arms,
            counted: Arc::default(),
            counting: Mutex::default(),
            waiting: Mutex::new(Some(waiting)),
            watchers: Mutex::default(),
            setting: AtomicBool::new(false),
        }))
    }

    /// The system, for whoever types.
    pub fn system(&self) -> Shared {
        Arc::clone(&self.0.system)
    }

    /// Begins the first scene once everybody is there, and writes from then on all that was and is seen.
    pub async fn begin(&self) {
        let Some(Waiting { told, dead }) = lock_any(&self.0.waiting).take() else { return };
        let codes: Vec<_> = lock(&self.0.system).grounds.banks.keys().copied().collect();
        let writer = Writer::new(self.0.journal.clone(), Arc::clone(&self.0.counted), codes.into_iter());
        lock_any(&self.0.watchers).spawn(writer.run(told));
        self.begin_scene().await;
        let (system, journal, counted) = (self.system(), self.0.journal.clone(), Arc::clone(&self.0.counted));
        let nodes = lock_any(&self.0.ground).nodes();
        let mut watchers = lock_any(&self.0.watchers);
        watchers.spawn(reap(self.system(), dead));
        watchers.spawn(rates::watch(Arc::clone(&counted), journal.clone()));
        watchers.spawn(lives::watch(system, nodes, counted, journal));
    }

    async fn begin_scene(&self) {
        let (places, grounds) = {
            let system = lock(&self.0.system);
            (system.places.clone(), system.grounds.clone())
        };
        scene::until_people_are_there(&grounds).await;
        let ground = scene::ground(&places, &grounds);
        lock_any(&self.0.ground).clone_from(&ground);
        let (written, is_written) = oneshot::channel();
        // The writer is there as long as the stage: it hears this, and answers.
        drop(self.0.teller.send(Told::Ground(Box::new(ground), written)));
        drop(is_written.await);
        let counting = Counting::new(grounds, &places.banks, self.0.journal.clone());
        let counting = lock_any(&self.0.watchers).spawn(counting.watch());
        *lock_any(&self.0.counting) = Some(counting);
    }

    pub(super) async fn set_the_scene(&self) -> anyhow::Result<()> {
        self.0.load.forget();
        self.0.arms.disarm_all();
        if let Some(counting) = lock_any(&self.0.counting).take() {
            counting.abort();
        }
        let (system, teller) = (self.system(), self.0.teller.clone());
        let anew = spawn_blocking(move || {
            let mut system = lock(&system);
            system.kill_all();
            drop(teller.send(Told::Curtain));
            system.begin_anew();
            system.put_in(false)?;
            system.put_in(true)
        });
        anew.await??;
        self.0.journal.append(Entry::Speed { speed: Speed::Real });
        self.begin_scene().await;
        Ok(())
    }
}

/// Whoever panicked left nothing half done.
pub(super) fn lock_any<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
