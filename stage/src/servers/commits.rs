//! Watches the ledgers, and writes down each step of each transfer as its ledger shows it.
//!
//! Nothing in the services tells when a row changed, and no index finds it. But every transfer begins with a posting, whose
//! numbers ascend; and of those that have not ended there are few, which are looked at by their ids, again and again.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::{Duration, Instant},
};

use sqlx::PgConnection;
use tokio::time::{sleep, timeout};

use super::{
    cast::group,
    life::Life,
    rows::{BankRow, posted, registered, sides},
    seen::Seen,
    sequence::Sequence,
    system::System,
};
use crate::journal::{Commit, Entry, Journal, Place};

/// Between two looks, at the least. Where a look takes longer, ten times what it took: so a tenth of a processor at the most.
const EVERY: Duration = Duration::from_millis(50);
/// A database that takes longer does not answer.
const ANSWER_MAX: Duration = Duration::from_secs(3);
/// Until databases that did not answer are asked again.
const AGAIN: Duration = Duration::from_millis(200);

/// The ledgers' watcher.
pub struct Commits {
    system: Arc<System>,
    journal: Journal,
    seen: Arc<Seen>,
    /// Of each bank's postings, in the order of the banks.
    posted: Vec<Sequence>,
    /// Transfers that have not ended.
    open: BTreeMap<String, Life>,
    /// The versions of rows that were seen of them.
    versions: HashMap<(Place, bool, String), i64>,
}

impl Commits {
    pub fn new(system: Arc<System>, journal: Journal, seen: Arc<Seen>) -> Self {
        let posted = system.banks.banks.iter().map(|_| Sequence::default()).collect();
        Self { system, journal, seen, posted, open: BTreeMap::new(), versions: HashMap::new() }
    }

    /// Watches as long as the scene lasts.
    pub async fn watch(mut self) {
        loop {
            if let Err(why) = self.look_again_and_again().await {
                tracing::debug!("the ledgers are asked again: {why:#}");
            }
            sleep(AGAIN).await;
        }
    }

    async fn look_again_and_again(&mut self) -> anyhow::Result<()> {
        let (mut hub, mut banks) = timeout(ANSWER_MAX, self.system.databases.connect()).await??;
        loop {
            let began = Instant::now();
            timeout(ANSWER_MAX, self.look(&mut hub, &mut banks)).await??;
            self.tell();
            sleep(EVERY.max(began.elapsed() * 10)).await;
        }
    }

    async fn look(&mut self, hub: &mut PgConnection, banks: &mut [PgConnection]) -> anyhow::Result<()> {
        for (bank, sequence) in banks.iter_mut().zip(&mut self.posted) {
            let rows = posted(bank, sequence).await?;
            sequence.saw(rows.iter().map(|row| row.id), Instant::now());
            for row in rows.into_iter().filter(|row| row.sent) {
                self.open.entry(row.end_to_end_id).or_default();
            }
        }
        let ids: Vec<_> = self.open.keys().cloned().collect();
        if ids.is_empty() {
            return Ok(());
        }
        let now = Instant::now();
        for row in registered(hub, &ids).await? {
            if self.is_new((Place::Hub, false, row.end_to_end_id.clone()), row.version) {
                self.show(row.commits(), now);
            }
        }
        let places: Vec<_> =
            self.system.places.iter().copied().filter(|place| *place != Place::Hub).collect();
        for (bank, place) in banks.iter_mut().zip(places) {
            for row in sides(bank, &ids).await? {
                self.show_side(place, row, now);
            }
        }
        Ok(())
    }

    fn show_side(&mut self, place: Place, row: BankRow, now: Instant) {
        let (out, took_ms) = (row.is_out(), row.took_ms);
        if self.is_new((place, out, row.end_to_end_id.clone()), row.version) {
            if let Some(took_ms) = took_ms.filter(|_| out) {
                self.seen.completed(took_ms);
            }
            self.show(row.commits(place), now);
        }
    }

    fn is_new(&mut self, row: (Place, bool, String), version: i64) -> bool {
        self.versions.insert(row, version) != Some(version)
    }

    fn show(&mut self, commits: Vec<Commit>, now: Instant) {
        for commit in commits {
            if let Some(life) = self.open.get_mut(&commit.end_to_end_id) {
                life.show(commit, now);
            }
        }
    }

    /// Writes down what can be told: of all transfers the earlier steps first, as they may well have been made.
    fn tell(&mut self) {
        let now = Instant::now();
        let mut told: Vec<_> = self.open.values_mut().flat_map(|life| life.tell(now)).collect();
        told.sort_by_key(|commit| commit.step);
        for commit in told {
            let (id, step, group) = (commit.end_to_end_id.clone(), commit.step, group(commit.place));
            self.journal.append(Entry::Commit(commit));
            if step > 1 {
                self.seen.position(&self.journal, |readers| readers.committed(&id, step, group));
            }
        }
        let ended: Vec<_> = self.open.extract_if(.., |_, life| life.has_ended()).map(|(id, _)| id).collect();
        for id in ended {
            for place in &self.system.places {
                for out in [false, true] {
                    self.versions.remove(&(*place, out, id.clone()));
                }
            }
        }
    }
}
