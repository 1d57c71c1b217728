//! Looks at a system: what happens in it is told to the writer, and whoever is to die does.

use super::{
    Shared,
    arms::Arms,
    commits::Commits,
    lock, plugs,
    told::{Teller, Told},
    topics,
};
use crate::System;
use ::stage::{
    boards::Pull,
    journal::{Journal, Node, Place},
};
use std::sync::Arc;
use tokio::{
    sync::mpsc::{UnboundedReceiver, unbounded_channel},
    task::spawn_blocking,
};

/// What was seen and is not written yet.
pub struct Waiting {
    pub told: UnboundedReceiver<Told>,
    /// Who is to die.
    pub dead: UnboundedReceiver<Node>,
}

/// Looks at a system, best before anything in it runs: what was not seen is never written.
pub struct Lookout {
    pub journal: Journal,
    pub teller: Teller,
    pub arms: Arc<Arms>,
    pub waiting: Waiting,
}

impl Lookout {
    pub fn over(system: &System, journal: Journal) -> Self {
        let (teller, told) = unbounded_channel();
        let (reaper, dead) = unbounded_channel();
        let banks = system.places.banks.banks.iter().map(|bank| Place::Bank(bank.code)).collect();
        let arms = Arc::new(Arms::new(journal.clone(), reaper, banks));
        topics::watch(&system.broker, teller.clone());
        system.steps.watch(Arc::new(Commits { teller: teller.clone(), arms: Arc::clone(&arms) }));
        Self { journal, teller, arms, waiting: Waiting { told, dead } }
    }
}

/// Pulls the plugs of those who are to die, as long as the stage stands.
pub async fn reap(system: Shared, mut dead: UnboundedReceiver<Node>) {
    while let Some(node) = dead.recv().await {
        let system = Arc::clone(&system);
        let pulled = spawn_blocking(move || plugs::plug(&mut lock(&system), node, Pull::Kill)).await;
        if !matches!(pulled, Ok(Ok(()))) {
            tracing::warn!("{node} was to die and is dead already");
        }
    }
}
