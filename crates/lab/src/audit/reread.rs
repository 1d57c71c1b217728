//! Reads suspected transfers again from all databases, twice, so that a difference that is only progress goes away.
//!
//! The snapshots of the databases are of different instants; a transfer that moved on in between looks inconsistent.
//! Here the second reading begins after the first has ended, which is what `between` needs to judge for certain. There
//! is nothing to wait for and nothing to try again: what is a breach after these two readings stays one.

use super::{
    databases::Databases,
    sighting::{Sighting, place_side},
    snapshot::{HUB_TRANSFERS_AMONG, SIDES_AMONG, forgotten_before, is_before, read_hub, read_side},
};
use sqlx::{PgConnection, Row as _};
use std::collections::BTreeMap;

/// Connections of its own, for the present instead of the snapshots.
pub struct Reread {
    hub: PgConnection,
    banks: Vec<PgConnection>,
}

impl Reread {
    pub async fn connect(databases: &Databases) -> anyhow::Result<Self> {
        let (hub, banks) = databases.connect().await?;
        Ok(Self { hub, banks })
    }

    /// Two readings of `ids`, in their order. Postings and questions are not in them.
    pub async fn twice(&mut self, ids: &[String]) -> anyhow::Result<Vec<(Sighting, Sighting)>> {
        let first = self.once(ids).await?;
        let second = self.once(ids).await?;
        Ok(first.into_iter().zip(second).collect())
    }

    async fn once(&mut self, ids: &[String]) -> anyhow::Result<Vec<Sighting>> {
        let banks = self.banks.len();
        let blank = |id: &String| {
            let sighting =
                Sighting { id: id.clone(), hub: Default::default(), banks: vec![Default::default(); banks] };
            (id.clone(), sighting)
        };
        let mut sightings: BTreeMap<String, Sighting> = ids.iter().map(blank).collect();
        for row in sqlx::query(HUB_TRANSFERS_AMONG).bind(ids).fetch_all(&mut self.hub).await? {
            let id: String = row.try_get(0)?;
            if let Some(sighting) = sightings.get_mut(&id) {
                sighting.hub.transfer = Some(read_hub(&id, &row)?);
            }
        }
        // Only now: what is deleted between the two queries must not look as if it had never been there.
        let minute = forgotten_before(&mut self.hub).await?;
        for (id, sighting) in &mut sightings {
            sighting.hub.forgotten = is_before(id, &minute);
        }
        for (index, connection) in self.banks.iter_mut().enumerate() {
            for row in sqlx::query(SIDES_AMONG).bind(ids).fetch_all(connection).await? {
                let id: String = row.try_get(0)?;
                if let Some(sighting) = sightings.get_mut(&id) {
                    let (side, row) = read_side(&id, &row)?;
                    place_side(&mut sighting.banks[index], &side, row)?;
                }
            }
        }
        Ok(ids.iter().filter_map(|id| sightings.remove(id)).collect())
    }
}
