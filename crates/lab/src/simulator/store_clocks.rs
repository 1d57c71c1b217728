//! The clocks of the databases, each of which can be wrong.

use super::{chance::Chance, cluster::Cluster};
use pix::Timestamp;
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// By how much each is wrong, in microseconds.
pub struct StoreClocks(Vec<Arc<AtomicI64>>);

impl StoreClocks {
    /// Gives each database a clock, which is right as yet.
    pub fn new(cluster: &Cluster, now: &Arc<AtomicI64>) -> Self {
        let of_banks = cluster.banks.iter().map(|disk| &disk.books.questions);
        let stores = of_banks.chain([&cluster.hub.transfers.questions]).map(|questions| {
            let (now, skew) = (Arc::clone(now), Arc::new(AtomicI64::new(0)));
            let wrong = Arc::clone(&skew);
            questions.go_by(Arc::new(move || {
                let now = now.load(Ordering::Relaxed) + wrong.load(Ordering::Relaxed);
                Timestamp::from_microsecond(now).unwrap_or(Timestamp::UNIX_EPOCH)
            }));
            skew
        });
        Self(stores.collect())
    }

    /// Sets one of them, up to an hour wrong.
    pub fn set_one(&self, chance: &Chance) {
        let skew = 1_000_000 * (chance.below(7_200) as i64 - 3_600);
        self.0[chance.below(self.0.len())].store(skew, Ordering::Relaxed);
    }
}
