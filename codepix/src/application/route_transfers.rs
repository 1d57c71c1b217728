//! Routes transfers between banks: the decider of what banks say about them.

use super::{
    participant_cache::ParticipantCache,
    ports::{DirectoryStore, Encoder, TransferChange, TransferStore},
    recall::Recall,
    routed_returns::returned_by,
    transfer_feed::TransferFeed,
    transfer_metrics,
};
use crate::domain::{Command, Contradiction, Decision, Entry, Instruction, Known, Transfer, decide};
use async_trait::async_trait;
use engine::{Clock, CommitError, Decided, DecidedBy, Decider, Outcome, Source, Unavailable};
use outbox::{Message, PoisonReason, Question};
use pix::{EndToEndId, Timestamp};
use std::{collections::HashMap, sync::Arc, time::Duration};

/// Nothing is deleted before it is a day old. Half of that leaves room for clocks that differ, and spares nearly every batch a
/// query.
const RECENT: Duration = Duration::from_hours(12);

/// Why an instruction was put aside.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InstructionError {
    #[error(transparent)]
    Contradiction(#[from] Contradiction),
    #[error("the store refuses its data: {0}")]
    Data(String),
}

impl PoisonReason for InstructionError {
    fn poison_reason(&self) -> Option<String> {
        Some(self.to_string())
    }
}

/// Decides about instructions of banks.
pub struct RouteTransfers {
    pub transfers: Arc<dyn TransferStore>,
    pub directory: Arc<dyn DirectoryStore>,
    pub participants: Arc<ParticipantCache>,
    pub encoder: Arc<dyn Encoder>,
    pub clock: Clock,
    /// Told of every committed state.
    pub feed: TransferFeed,
    pub recall: Recall,
}

/// The registered transfers and the entries that a batch touches.
#[derive(Default)]
pub struct WorkingCopy {
    pub(super) transfers: HashMap<EndToEndId, Transfer>,
    forgotten_before: Timestamp,
    entries: HashMap<String, Entry>,
    /// The questions of returns that are kept, by what they give back.
    pub(super) held: HashMap<EndToEndId, Vec<Message>>,
}

#[async_trait]
impl Decider for RouteTransfers {
    type Command = Instruction;
    type WorkingCopy = WorkingCopy;
    type Change = TransferChange;
    type Answer = Result<(), InstructionError>;
    type Effect = Message;

    const NAME: &'static str = "transfers";

    async fn load(
        &self,
        instructions: &[&Instruction],
        source: Source,
    ) -> Result<(WorkingCopy, Source), Unavailable> {
        let mut copy = WorkingCopy::default();
        if source == Source::Memory {
            self.remember(instructions, &mut copy);
        }
        let ids = instructions.iter().filter(|instruction| !copy.transfers.contains_key(&instruction.id));
        let ids = ids.filter(|instruction| source == Source::Store || !self.is_surely_new(instruction));
        let mut ids: Vec<_> = ids.map(|instruction| instruction.id).collect();
        // Always from the store: a refusal is no change that a commit could check.
        ids.extend(instructions.iter().filter_map(|instruction| returned_by(instruction)));
        let keys = instructions.iter().filter_map(|instruction| wanted_key(instruction));
        let keys: Vec<_> = keys.filter(|key| !copy.entries.contains_key(key)).collect();
        let entries =
            async { if keys.is_empty() { Ok(Vec::new()) } else { self.directory.find(&keys).await } };
        let ((transfers, forgotten_before), entries) = tokio::try_join!(self.registered(&ids), entries)?;
        if entries.iter().any(|entry| self.participants.by_ispb(entry.bank).is_none()) {
            self.participants.refresh().await?;
        }
        copy.forgotten_before = forgotten_before;
        copy.transfers.extend(transfers.into_iter().map(|transfer| (transfer.id, transfer)));
        copy.entries.extend(entries.into_iter().map(|entry| (entry.key.as_str().to_owned(), entry)));
        self.load_returned(instructions, &mut copy).await?;
        Ok((copy, source))
    }

    fn decide(&self, copy: &mut WorkingCopy, instruction: &Instruction) -> DecidedBy<Self> {
        let known = Known {
            transfer: copy.transfers.get(&instruction.id),
            original: copy.original(instruction),
            returns_are_known: self.returns_are_known(instruction),
            entry: wanted_key(instruction).and_then(|key| copy.entries.get(&key)),
            forgotten_before: copy.forgotten_before,
        };
        let decision = match decide(&known, instruction, (self.clock)()) {
            Ok(decision) => decision,
            Err(contradiction) => {
                return Decided { change: None, answer: Err(contradiction.into()), effects: Vec::new() };
            }
        };
        let transfer = decision.next.as_ref().or(known.transfer);
        let message = transfer
            .zip(decision.outgoing.as_ref())
            .and_then(|(transfer, outgoing)| self.encoder.encode(transfer, outgoing));
        let entry = known.entry.map(|entry| entry.entry_id);
        let Decision { next, original, held, .. } = decision;
        let Some(next) = next else {
            return Decided { change: None, answer: Ok(()), effects: message.into_iter().collect() };
        };
        copy.transfers.insert(next.id, next.clone());
        let (returns, sent) = copy.of_returns(&next, original, (message.clone(), held));
        let question = match message {
            Some(_) if held => Question::Keep,
            Some(message) => Question::Ask(message),
            None => Question::Close,
        };
        let change = TransferChange { next, question, entry, returns: returns.map(Box::new) };
        Decided { change: Some(change), answer: Ok(()), effects: sent }
    }

    async fn commit(
        &self,
        copy: &WorkingCopy,
        changes: &[TransferChange],
    ) -> Result<Vec<Outcome>, CommitError> {
        let outcomes = self.transfers.commit(changes).await?;
        self.recall.committed(changes.iter().zip(&outcomes), copy.entries.values());
        Ok(outcomes)
    }

    fn refuse(&self, _instruction: &Instruction, why: &str) -> Self::Answer {
        Err(InstructionError::Data(why.into()))
    }

    fn announce(&self, committed: &[&TransferChange]) {
        if let [only] = committed {
            let Transfer { id, status, amount, .. } = &only.next;
            tracing::info!(%id, %amount, ?status, "transfer");
        } else if !committed.is_empty() {
            tracing::info!(count = committed.len(), "transfers moved on");
        }
        transfer_metrics::count(committed.iter().map(|change| change.next.status));
        self.feed.announce(committed.iter().map(|change| &change.next));
    }
}

impl RouteTransfers {
    fn remember(&self, instructions: &[&Instruction], copy: &mut WorkingCopy) {
        let transfers = instructions.iter().filter_map(|instruction| self.recall.transfer(instruction.id));
        copy.transfers.extend(transfers.map(|transfer| (transfer.id, transfer)));
        let keys = instructions.iter().filter_map(|instruction| wanted_key(instruction));
        copy.entries.extend(keys.filter_map(|key| self.recall.entry(&key).map(|entry| (key, entry))));
    }

    /// If it is not, its commit finds out.
    fn is_surely_new(&self, instruction: &Instruction) -> bool {
        matches!(instruction.command, Command::Request(_)) && self.is_recent(instruction.id)
    }

    fn is_recent(&self, id: EndToEndId) -> bool {
        id.minted_at_minute() >= (self.clock)().saturating_sub(RECENT).unwrap_or(Timestamp::MIN)
    }

    /// Those of `ids` that are registered, and before which minute others may have been deleted.
    async fn registered(&self, ids: &[EndToEndId]) -> Result<(Vec<Transfer>, Timestamp), Unavailable> {
        if ids.is_empty() {
            return Ok((Vec::new(), Timestamp::MIN));
        }
        let transfers = self.transfers.load(ids).await?;
        if ids.iter().all(|id| self.is_recent(*id)) {
            return Ok((transfers, Timestamp::MIN));
        }
        // Only now: a transfer that is deleted between the two queries must not count as never registered.
        let forgotten_before = self.transfers.forgotten_before().await?;
        Ok((transfers, forgotten_before))
    }
}

fn wanted_key(instruction: &Instruction) -> Option<String> {
    match &instruction.command {
        Command::Request(order) => Some(order.key.clone()),
        Command::Return(_)
        | Command::Malformed
        | Command::Confirm(_)
        | Command::Reject(_)
        | Command::Complete
        | Command::Refund => None,
    }
}
