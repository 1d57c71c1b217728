//! What ledgers commit, as lines, and who dies of it.

use super::{
    arms::Arms,
    told::{Teller, Told},
};
use crate::steps::{Committed, Fate, Onlooker};
use ::stage::journal::{Commit, Place, Side};
use bank_api::domain;
use banks::BankCode;
use std::sync::Arc;

/// Tells the writer of each commit.
pub struct Commits {
    pub teller: Teller,
    pub arms: Arc<Arms>,
}

impl Onlooker for Commits {
    fn saw(&self, committed: &Committed<'_>) -> Fate {
        let (commit, took_ms) = match committed {
            Committed::ByHub(transfer) => (Some(of_hub(transfer)), None),
            Committed::ByBank { bank, side, holder, refunds } => {
                (of_bank(*bank, side, holder.clone()).map(|commit| told_as(commit, *refunds)), took_ms(side))
            }
        };
        let Some(commit) = commit else { return Fate::GoesOn };
        let (place, step) = (commit.place, commit.step);
        // Nobody hears it only at the very end.
        drop(self.teller.send(Told::Committed { commit: Box::new(commit), took_ms }));
        self.arms.fate(place, step)
    }
}

fn of_hub(transfer: &codepix::domain::Transfer) -> Commit {
    use codepix::domain::Status::{Completed, Confirmed, Pending, Refunded, Rejected};
    let (step, status) = match transfer.status {
        Pending => (2, "pending"),
        Confirmed => (4, "confirmed"),
        // What it refuses by itself nobody else was asked.
        Rejected => (if transfer.version == 1 { 2 } else { 4 }, "rejected"),
        Completed => (6, "completed"),
        Refunded => (6, "refunded"),
    };
    Commit {
        place: Place::Hub,
        end_to_end_id: transfer.id.as_str().to_owned(),
        side: None,
        status: status.to_owned(),
        step,
        amount_cents: transfer.amount.get(),
        payer: None,
        payee: transfer.payee.as_ref().map(|payee| payee.name.clone()),
        key: Some(transfer.key.clone()),
        reason: transfer.reason.map(|reason| reason.as_str().to_owned()),
    }
}

/// None for the payee's side of what stays inside a bank: one commit has written both.
fn of_bank(bank: BankCode, side: &domain::Transfer, holder: Option<String>) -> Option<Commit> {
    use domain::{Side::In, Side::Out, Status};
    let other = side.counterparty.as_ref().map(|party| party.name.clone());
    let (step, way, (payer, payee)) = match (side.side, side.status) {
        (In, _) if side.inside => return None,
        (Out, _) if side.inside => (1, Side::Inside, (holder, other)),
        (Out, Status::Pending) => (1, Side::Out, (holder, other)),
        (Out, Status::Completed | Status::Rejected) => (5, Side::Out, (holder, other)),
        (In, _) => (3, Side::In, (other, holder)),
    };
    let status = match side.status {
        Status::Pending => "pending",
        Status::Completed => "completed",
        Status::Rejected => "rejected",
    };
    Some(Commit {
        place: Place::Bank(bank),
        end_to_end_id: side.id.as_str().to_owned(),
        side: Some(way),
        status: status.to_owned(),
        step,
        amount_cents: side.amount.get(),
        payer,
        payee,
        key: Some(side.key.clone()),
        reason: side.reason.map(|reason| reason.as_str().to_owned()),
    })
}

/// Refunded is what the ledger shows as given back, not what was only refused.
fn told_as(commit: Commit, refunds: bool) -> Commit {
    let status = if refunds { "refunded".to_owned() } else { commit.status };
    Commit { status, ..commit }
}

/// From the order to its completion in the payer's bank.
fn took_ms(side: &domain::Transfer) -> Option<f64> {
    let completed = side.completed_at.filter(|_| side.side == domain::Side::Out)?;
    Some(completed.duration_since(side.pending_at).as_secs_f64() * 1000.0)
}
