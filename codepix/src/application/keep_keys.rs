//! Registers and removes keys: the decider of the key directory.

use super::ports::{DirectoryChange, DirectoryState, DirectoryStore};
use crate::domain::{
    Account, Decided as Registered, DirectoryRefusal, Entry, Past, Present, Registration, Removal,
};
use async_trait::async_trait;
use engine::{Clock, CommitError, Decided, DecidedBy, Decider, Outcome, Source, Unavailable};
use std::{collections::HashMap, convert::Infallible, sync::Arc};
use uuid::Uuid;

/// What a bank asks of the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyCommand {
    Register(Registration),
    Remove(Removal),
}

/// Why a command was not carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyRefusal {
    #[error(transparent)]
    Rule(#[from] DirectoryRefusal),
    #[error("the directory cannot store this: {0}")]
    Data(String),
}

/// What a command came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyOutcome {
    /// The key is registered, by this request now or by an earlier one with its id.
    Registered(Entry),
    /// The registration is gone, now or since earlier.
    Removed,
}

pub type KeyAnswer = Result<KeyOutcome, KeyRefusal>;

/// Decides registrations and removals.
pub struct KeepKeys {
    pub directory: Arc<dyn DirectoryStore>,
    pub clock: Clock,
}

/// The part of the directory that a batch touches.
pub struct WorkingCopy {
    entries: HashMap<String, Entry>,
    requests: HashMap<Uuid, Past>,
    counts: HashMap<Account, i64>,
}

impl From<DirectoryState> for WorkingCopy {
    fn from(state: DirectoryState) -> Self {
        Self {
            entries: state.entries.into_iter().map(|entry| (entry.key.as_str().to_owned(), entry)).collect(),
            requests: state.requests.into_iter().collect(),
            counts: state.counts.into_iter().collect(),
        }
    }
}

#[async_trait]
impl Decider for KeepKeys {
    type Command = KeyCommand;
    type WorkingCopy = WorkingCopy;
    type Change = DirectoryChange;
    type Answer = KeyAnswer;
    type Effect = Infallible;

    const NAME: &'static str = "keys";

    async fn load(&self, commands: &[&KeyCommand], _: Source) -> Result<(WorkingCopy, Source), Unavailable> {
        let (mut keys, mut requests, mut accounts) = (Vec::new(), Vec::new(), Vec::new());
        for command in commands {
            match command {
                KeyCommand::Register(registration) => {
                    keys.push(registration.key.as_str().to_owned());
                    requests.push(registration.request_id);
                    accounts.push(registration.account.clone());
                }
                KeyCommand::Remove(removal) => keys.push(removal.key.as_str().to_owned()),
            }
        }
        Ok((self.directory.load(&keys, &requests, &accounts).await?.into(), Source::Store))
    }

    fn decide(&self, copy: &mut WorkingCopy, command: &KeyCommand) -> DecidedBy<Self> {
        let decided = match command {
            KeyCommand::Register(registration) => copy.register(registration, &self.clock),
            KeyCommand::Remove(removal) => copy.remove(removal),
        };
        match decided {
            Ok((change, outcome)) => Decided { change, answer: Ok(outcome), effects: Vec::new() },
            Err(refusal) => Decided { change: None, answer: Err(refusal.into()), effects: Vec::new() },
        }
    }

    async fn commit(
        &self,
        _copy: &WorkingCopy,
        changes: &[DirectoryChange],
    ) -> Result<Vec<Outcome>, CommitError> {
        self.directory.commit(changes).await
    }

    fn refuse(&self, _command: &KeyCommand, why: &str) -> KeyAnswer {
        Err(KeyRefusal::Data(why.into()))
    }

    fn announce(&self, committed: &[&DirectoryChange]) {
        for change in committed {
            match change {
                DirectoryChange::Add { entry, .. } => {
                    tracing::info!(key = entry.key.masked(), bank = %entry.bank, "key registered");
                }
                DirectoryChange::Remove(entry) => {
                    tracing::info!(key = entry.key.masked(), bank = %entry.bank, "key removed");
                }
            }
        }
    }
}

type Change = (Option<DirectoryChange>, KeyOutcome);

impl WorkingCopy {
    fn register(&mut self, registration: &Registration, clock: &Clock) -> Result<Change, DirectoryRefusal> {
        let past = self.requests.get(&registration.request_id);
        let count = self.counts.get(&registration.account).copied().unwrap_or(0);
        let present = Present {
            entry: self.entries.get(registration.key.as_str()),
            past: past.map(|past| (past, self.entries.get(past.key.as_str()))),
            count,
        };
        let entry = match registration.decide(&present, clock())? {
            Registered::Repeat(entry) => return Ok((None, KeyOutcome::Registered(entry))),
            Registered::New(entry) => entry,
        };
        let past = Past { account: registration.account.clone(), key: entry.key.clone() };
        self.requests.insert(entry.entry_id, past);
        self.counts.insert(registration.account.clone(), count + 1);
        self.entries.insert(entry.key.as_str().to_owned(), entry.clone());
        Ok((Some(DirectoryChange::Add { entry: entry.clone(), count }), KeyOutcome::Registered(entry)))
    }

    fn remove(&mut self, removal: &Removal) -> Result<Change, DirectoryRefusal> {
        if !removal.decide(self.entries.get(removal.key.as_str()))? {
            return Ok((None, KeyOutcome::Removed));
        }
        let Some(entry) = self.entries.remove(removal.key.as_str()) else {
            return Ok((None, KeyOutcome::Removed));
        };
        let account =
            Account { bank: entry.bank, branch: entry.branch.clone(), number: entry.account.clone() };
        self.counts.entry(account).and_modify(|count| *count -= 1);
        Ok((Some(DirectoryChange::Remove(entry)), KeyOutcome::Removed))
    }
}
