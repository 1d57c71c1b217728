//! While a bug is planted, somebody looks every few seconds whether it shows.

use std::{sync::Arc, time::Duration};

use engine::Clock;
use tokio::time::{Instant, sleep};

use super::{
    bugs::{needs_poison, nodes_with},
    poison,
    proof::{Heard, prove},
    seen::Seen,
    system::System,
    witness::Witness,
};
use crate::journal::{Certificate, Entry, Journal, ProcessState};

/// Between two looks.
const EVERY: Duration = Duration::from_secs(3);
/// How long processes may take until they are up again.
const UP_MAX: Duration = Duration::from_secs(15);
const POLL: Duration = Duration::from_millis(50);

/// Who looks.
#[derive(Clone)]
pub struct Inspector {
    pub system: Arc<System>,
    pub journal: Journal,
    pub clock: Clock,
    pub seed: Option<u64>,
    pub seen: Arc<Seen>,
    pub witness: Arc<Witness>,
}

impl Inspector {
    /// What stands in all books now, and whether customers were told the truth.
    ///
    /// # Errors
    /// When a database cannot be read.
    pub async fn prove(&self) -> anyhow::Result<Certificate> {
        let heard = Heard { testimony: self.witness.testimony(), whole: self.seen.whole_for() };
        prove(&self.system, heard, ((self.clock)(), self.seed)).await
    }

    /// Looks until the bug shows, and writes down the first proof that fails. What makes the bug show is the presenter's
    /// business, but for what no plug does.
    pub async fn watch(self, bug: String) {
        self.until_up(&bug).await;
        if needs_poison(&bug) {
            let chance = (self.clock)().as_microsecond().unsigned_abs();
            if let Err(why) = poison::put_in(&self.system.banks, chance, &self.witness).await {
                tracing::warn!("nothing shows of {bug}: {why:#}");
            }
        }
        loop {
            sleep(EVERY).await;
            match self.prove().await {
                Ok(certificate) if !certificate.sound => {
                    self.journal.append(Entry::Proof { certificate });
                    return;
                }
                Ok(_) => {}
                Err(why) => tracing::debug!("no proof while {bug} is planted: {why:#}"),
            }
        }
    }

    async fn until_up(&self, bug: &str) {
        let deadline = Instant::now() + UP_MAX;
        let up = || {
            let mut services = self.system.services();
            nodes_with(&self.system.places, bug).iter().all(|node| {
                services.get_mut(node).is_some_and(|service| service.look().state == ProcessState::Up)
            })
        };
        // One that was up before is killed within moments.
        sleep(POLL * 4).await;
        while !up() && Instant::now() < deadline {
            sleep(POLL).await;
        }
    }
}
