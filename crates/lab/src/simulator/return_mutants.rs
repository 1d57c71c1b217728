//! Mutants of returns, planted at the ports of both sides.

use super::mutants::Mutant;
use bank_api::{adapters::memory::MemoryBooks, application::WorkingCopy, domain::Side, domain::Status};
use codepix::{
    adapters::memory::MemoryTransfers,
    application::{Returns, TransferChange},
    domain::{Status as HubStatus, Transfer},
};
use outbox::Question;
use pix::{Cents, EndToEndId};

/// A bank reads less of what is returned than there is.
pub fn read_at_bank(mutant: Mutant, disk: &MemoryBooks, originals: &[EndToEndId], found: &mut WorkingCopy) {
    for original in originals {
        match mutant {
            Mutant::ReturnsNotSummed => found.add_returned(*original, Cents::ZERO),
            Mutant::ReturnsUnderWayNotSummed => {
                let rows = disk.rows();
                let back = rows.transfers.values().filter(|back| {
                    let ended = back.status == Status::Completed && back.side == Side::Out;
                    ended && back.original() == Some(*original)
                });
                let back = Cents::new(back.map(|back| back.amount.get()).sum());
                found.add_returned(*original, back);
            }
            _ => {}
        }
    }
}

/// So does the hub.
pub fn read_at_hub(mutant: Mutant, disk: &MemoryTransfers, transfers: &mut [Transfer]) {
    let settled = transfers.iter_mut().filter(|transfer| transfer.status == HubStatus::Completed);
    for transfer in settled {
        match mutant {
            Mutant::ReturnsNotSummed => transfer.returned = Cents::ZERO,
            Mutant::ReturnsUnderWayNotSummed => {
                let all = disk.all();
                let back = all.iter().filter(|back| {
                    back.original() == Some(transfer.id) && back.status == HubStatus::Completed
                });
                transfer.returned = Cents::new(back.map(|back| back.amount.get()).sum());
            }
            _ => {}
        }
    }
}

/// What is to be kept is asked at once.
pub fn forward_early(changes: &[TransferChange]) -> Vec<TransferChange> {
    let early = |change: &TransferChange| {
        let mut change = change.clone();
        if let Some(Returns::Counts { held, .. }) = change.returns.as_deref_mut()
            && let Some(question) = held.take()
        {
            change.question = Question::Ask(question);
        }
        change
    };
    changes.iter().map(early).collect()
}
