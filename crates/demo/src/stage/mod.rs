//! The system in one process, put on stage: the page of the crate `stage` over its plugs, and what is seen of it.
//!
//! In reading order: [`Open`], [`OnStage`], `boards` (what may be asked of it), with `plugs`, `arms`, `load`, `certificate` and
//! `scene` (what is on stage); what is seen: the `lookout` has `topics` and `commits` told to the `writer` in the order in
//! which it happened, `lives` looks at plugs, `money` at all ledgers at one moment, `rates` counts.

mod arms;
mod boards;
mod certificate;
mod commits;
mod lives;
mod load;
mod lookout;
mod money;
mod on_stage;
mod plugs;
mod rates;
mod scene;
mod told;
mod topics;
mod writer;

pub use on_stage::OnStage;

use lookout::Lookout;

use crate::System;
use ::stage::{
    journal::Journal,
    rest::{self, Stage, Token},
};
use listener::Listener;
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// The system, for whoever pulls its plugs: the stage, and who types.
pub type Shared = Arc<Mutex<System>>;

/// The system as it is now.
pub fn lock(system: &Mutex<System>) -> MutexGuard<'_, System> {
    // Whoever panicked has pulled a plug, or has not.
    system.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The page over a system that is watched, at `listener`.
pub struct Open {
    pub boards: OnStage,
    pub journal: Journal,
    pub token: Token,
}

impl Open {
    /// Puts all plugs of a system in, and looks at it from before that on. It is ready within `most`.
    ///
    /// # Errors
    /// What does not start.
    pub async fn over(mut system: System, token: Token, most: Duration) -> anyhow::Result<Self> {
        let journal = Journal::new(engine::system_clock());
        let lookout = Lookout::over(&system, journal.clone());
        system.start_all(most).await?;
        Ok(Self { boards: OnStage::over(system, lookout), journal, token })
    }

    /// Opens the scene once all that is to be seen is there, and serves the page until it is dropped.
    ///
    /// # Errors
    /// A server that breaks off.
    pub async fn serve(self, listener: Listener) -> anyhow::Result<()> {
        self.boards.begin().await;
        let Self { boards, journal, token } = self;
        let stage = Stage::new(Arc::new(boards), journal, token);
        rest::serve(stage, listener, std::future::pending()).await
    }
}
