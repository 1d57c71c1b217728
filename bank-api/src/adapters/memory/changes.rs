//! What changed for an account, in memory.

use super::MemoryBooks;
use crate::{
    application::{CHANGES_MAX, ChangeStore, Changes, Open, Place, Seen},
    domain::{AccountId, Status, Transfer},
};
use async_trait::async_trait;
use engine::Unavailable;
use std::collections::HashMap;

/// The changes of these books.
#[derive(Default, Clone)]
pub struct MemoryChanges(pub MemoryBooks);

#[async_trait]
impl ChangeStore for MemoryChanges {
    async fn seen(&self, account: AccountId, place: Option<Place>) -> Result<Seen, Unavailable> {
        let rows = self.0.rows();
        let last = rows.movements(account).map(|(number, _)| number).next().unwrap_or_default();
        // One that is settled counts as seen up to the version before.
        let open = |transfer: &Transfer| match (place, transfer.status) {
            (_, Status::Pending) => transfer.version,
            (_, Status::Completed | Status::Rejected) => transfer.version - 1,
        };
        let maybe_open = rows.sent_by(account).filter(|transfer| match place {
            None => transfer.status == Status::Pending,
            Some(Place { open_since, .. }) => open_since.is_some_and(|since| transfer.pending_at >= since),
        });
        let open = maybe_open
            .map(|transfer| (transfer.id, Open { version: open(transfer), pending_at: transfer.pending_at }));
        Ok(Seen { movement: place.map_or(last, |place| place.movement.min(last)), open: open.collect() })
    }

    async fn changes(&self, account: AccountId, seen: &Seen) -> Result<Changes, Unavailable> {
        let as_of = self.0.now();
        let rows = self.0.rows();
        let view = rows.view(account).ok_or_else(|| Unavailable(format!("there is no account {account}")))?;
        let moved = rows.movements(account).rev().filter(|(number, _)| *number > seen.movement);
        let moved: Vec<_> = moved.take(CHANGES_MAX).collect();
        let mut versions: HashMap<_, _> = seen.open.iter().map(|(id, open)| (*id, open.version)).collect();
        versions.extend(moved.iter().filter_map(|(_, posted)| Some((posted.posting.transfer?, 0))));
        let changed = rows.transfers.iter().filter(|(_, transfer)| {
            transfer.account == Some(account)
                && versions.get(&transfer.id).is_some_and(|version| transfer.version > *version)
        });
        let written = |id| rows.written.iter().rposition(|written| written == id);
        let mut changed: Vec<_> = changed.map(|(id, transfer)| (written(id), transfer.clone())).collect();
        changed.sort_by_key(|(written, _)| *written);
        Ok(Changes {
            view,
            transfers: changed.into_iter().map(|(_, transfer)| transfer).collect(),
            movement: moved.last().map_or(seen.movement, |(number, _)| *number),
            more: moved.len() == CHANGES_MAX,
            as_of,
        })
    }
}
