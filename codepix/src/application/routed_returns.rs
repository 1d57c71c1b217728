//! What the writer of transfers does for returns besides: it counts them with what they give back, and keeps the question
//! of one that comes before its original is settled.

use super::{
    ports::Returns,
    route_transfers::{RouteTransfers, WorkingCopy},
};
use crate::domain::{Command, Feature, Instruction, Status, Transfer};
use engine::Unavailable;
use outbox::Message;

impl WorkingCopy {
    /// What the return gives back that an instruction is about.
    pub(super) fn original(&self, instruction: &Instruction) -> Option<&Transfer> {
        let known = || self.transfers.get(&instruction.id)?.original();
        self.transfers.get(&instruction.returned().or_else(known)?)
    }

    /// What the change to `next` means for returns, and what is sent with it.
    pub(super) fn of_returns(
        &mut self,
        next: &Transfer,
        original: Option<Transfer>,
        (message, held): (Option<Message>, bool),
    ) -> (Option<Returns>, Vec<Message>) {
        if let Some(original) = original {
            self.transfers.insert(original.id, original.clone());
            let (kept, sent) = if held { (message, None) } else { (None, message) };
            self.held.entry(original.id).or_default().extend(kept.clone());
            return (Some(Returns::Counts { original, held: kept }), sent.into_iter().collect());
        }
        let settled = next.status == Status::Completed && next.returned.is_positive();
        match settled.then(|| self.held.remove(&next.id).unwrap_or_default()) {
            Some(released) => (Some(Returns::Releases(released.clone())), released),
            None => (None, message.into_iter().collect()),
        }
    }
}

impl RouteTransfers {
    /// Has the bank announced that it knows returns, to which this one would go?
    pub(super) fn returns_are_known(&self, instruction: &Instruction) -> bool {
        instruction.returned().is_some_and(|id| self.participants.knows(id.ispb(), Feature::Returns))
    }

    /// What returns that are refused would have given back, and what is kept with originals that may be settled now. Both
    /// are read after what they belong to: whoever changes them changes its version.
    pub(super) async fn load_returned(
        &self,
        instructions: &[&Instruction],
        copy: &mut WorkingCopy,
    ) -> Result<(), Unavailable> {
        let unknown = |i: &&Instruction| i.returned().is_some() && !self.returns_are_known(i);
        if instructions.iter().any(unknown) {
            // It may have announced it to another instance.
            self.participants.refresh_if_old().await?;
        }
        let refused = instructions.iter().filter(|i| matches!(i.command, Command::Reject(_)));
        let originals = refused.filter_map(|i| copy.transfers.get(&i.id)?.original());
        let originals: Vec<_> = originals.filter(|id| !copy.transfers.contains_key(id)).collect();
        if !originals.is_empty() {
            let found = self.transfers.load(&originals).await?;
            copy.transfers.extend(found.into_iter().map(|transfer| (transfer.id, transfer)));
        }
        let may_settle = copy.transfers.values().filter(|transfer| {
            transfer.returned.is_positive() && matches!(transfer.status, Status::Pending | Status::Confirmed)
        });
        let may_settle: Vec<_> = may_settle.map(|transfer| transfer.id).collect();
        if !may_settle.is_empty() {
            for held in self.transfers.held(&may_settle).await? {
                copy.held.entry(held.original).or_default().push(held.question);
            }
        }
        Ok(())
    }
}
