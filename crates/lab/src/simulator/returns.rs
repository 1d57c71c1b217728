//! What must hold of returns: no more comes back than went, nothing comes back before it has arrived, and the hub counts
//! what is on its way.

use super::{
    cluster::{BankDisk, Cluster},
    invariants::{Breach, Invariant},
};
use bank_api::domain::{Side, Status, Transfer};
use codepix::domain::Status as HubStatus;
use std::collections::BTreeMap;

/// Holds in every moment.
pub fn fit(cluster: &Cluster) -> Result<(), Breach> {
    are_kept(cluster)?;
    let mut back = BTreeMap::new();
    for disk in &cluster.banks {
        for transfer in credited(disk) {
            let Some(original) = transfer.original() else { continue };
            let sent = disk.books.rows().transfers.get(&(original, Side::Out)).cloned();
            let settled = sent.as_ref().is_some_and(|sent| sent.status == Status::Completed);
            Invariant::ReturnsFit
                .hold(settled, || format!("{} came back before {original} had arrived", transfer.id))?;
            let sent = sent.map(|sent| sent.amount.get()).unwrap_or_default();
            let sum: &mut i64 = back.entry(original).or_default();
            *sum += transfer.amount.get();
            Invariant::ReturnsFit
                .hold(*sum <= sent, || format!("{sum} cents came back of {original}, which was {sent}"))?;
        }
    }
    Ok(())
}

/// What gives back something that has not arrived yet is not forwarded.
fn are_kept(cluster: &Cluster) -> Result<(), Breach> {
    let all: BTreeMap<_, _> = cluster.hub.transfers.all().into_iter().map(|t| (t.id, t)).collect();
    for back in all.values().filter(|transfer| transfer.status == HubStatus::Pending) {
        let original = back.original().and_then(|original| all.get(&original));
        let early = original.is_some_and(|original| original.status != HubStatus::Completed);
        Invariant::ReturnsFit.hold(!early || cluster.hub.transfers.is_held(back.id), || {
            format!("{} is forwarded before what it gives back has arrived", back.id)
        })?;
    }
    Ok(())
}

/// Returns that reached the bank they were for, whatever it did with them.
fn credited(disk: &BankDisk) -> Vec<Transfer> {
    let rows = disk.books.rows();
    let arrived = rows.transfers.values().filter(|t| t.side == Side::In && t.status == Status::Completed);
    arrived.filter(|transfer| transfer.id.is_return()).cloned().collect()
}

/// How many came back.
pub fn count(cluster: &Cluster) -> usize {
    cluster.banks.iter().map(|disk| credited(disk).len()).sum()
}

/// Holds at rest: the hub has counted with each transfer what came back of it.
pub fn are_counted(cluster: &Cluster) -> Result<(), Breach> {
    let all = cluster.hub.transfers.all();
    for transfer in all.iter().filter(|transfer| !transfer.id.is_return()) {
        let back = all.iter().filter(|back| back.original() == Some(transfer.id));
        let back: i64 = back.filter(|b| b.status == HubStatus::Completed).map(|b| b.amount.get()).sum();
        let counted = transfer.returned.get();
        Invariant::ReturnsFit.hold(counted == back, || {
            format!("{}: the hub counts {counted} cents as returned, and {back} are", transfer.id)
        })?;
    }
    Ok(())
}
