//! Writes down what services have told, in the order in which they told it. They do not wait for it.

use super::{
    rates::Counted,
    told::Told,
    topics::{Again, message},
};
use ::stage::journal::{Commit, Entry, Ground, Journal};
use codepix_proto::topic::{from_bank, to_bank};
use pix::BankCode;
use std::{collections::HashMap, mem::take, sync::Arc};
use tokio::sync::{mpsc::UnboundedReceiver, oneshot};

/// The one who writes.
pub struct Writer {
    journal: Journal,
    counted: Arc<Counted>,
    topics: Vec<String>,
    again: Again,
    /// Who pays and is paid, of transfers that have not ended: no ledger knows both from the beginning.
    parties: HashMap<String, Parties>,
    /// What came before its scene began.
    kept: Option<Vec<Told>>,
}

#[derive(Default)]
struct Parties {
    payer: Option<String>,
    payee: Option<String>,
}

impl Writer {
    pub fn new(journal: Journal, counted: Arc<Counted>, banks: impl Iterator<Item = BankCode>) -> Self {
        let topics = banks.flat_map(|code| [from_bank(code), to_bank(code)]).collect();
        let (again, parties) = (Again::default(), HashMap::new());
        Self { journal, counted, topics, again, parties, kept: Some(Vec::new()) }
    }

    /// Writes as long as anybody may tell.
    pub async fn run(mut self, mut told: UnboundedReceiver<Told>) {
        while let Some(told) = told.recv().await {
            self.take(told);
        }
    }

    fn take(&mut self, told: Told) {
        match (told, &mut self.kept) {
            (Told::Curtain, _) => self.kept = Some(Vec::new()),
            (Told::Ground(ground, written), _) => self.begin(*ground, written),
            // The logs of a scene that begins are new anyway.
            (Told::Wiped, Some(kept)) => kept.clear(),
            (told, Some(kept)) => kept.push(told),
            (told, None) => self.write(told),
        }
    }

    fn begin(&mut self, ground: Ground, written: oneshot::Sender<()>) {
        (self.again, self.parties) = (Again::default(), HashMap::new());
        self.counted.begin_anew();
        self.journal.append(Entry::Ground(ground));
        let kept = take(&mut self.kept);
        kept.into_iter().flatten().for_each(|told| self.write(told));
        // Nobody has to wait for it.
        let _ = written.send(());
    }

    fn write(&mut self, told: Told) {
        match told {
            Told::Written { record, key } => {
                self.counted.message(&record.topic);
                self.journal.append(message(record, key, &mut self.again));
            }
            Told::Reached { group, topic, next } => {
                self.journal.append(Entry::Position { group, topic, partition: 0, offset: next });
            }
            Told::Wiped => {
                self.counted.wiped();
                for topic in &self.topics {
                    self.journal.append(Entry::Wiped { topic: topic.clone() });
                }
            }
            Told::Committed { commit, took_ms } => {
                took_ms.into_iter().for_each(|took_ms| self.counted.completed(took_ms));
                let commit = self.with_parties(*commit);
                self.journal.append(Entry::Commit(commit));
            }
            Told::Curtain | Told::Ground(..) => {}
        }
    }

    fn with_parties(&mut self, mut commit: Commit) -> Commit {
        let known = self.parties.entry(commit.end_to_end_id.clone()).or_default();
        for (known, told) in [(&mut known.payer, &mut commit.payer), (&mut known.payee, &mut commit.payee)] {
            match told {
                Some(told) => *known = Some(told.clone()),
                None => told.clone_from(known),
            }
        }
        if commit.ends() {
            self.parties.remove(&commit.end_to_end_id);
        }
        commit
    }
}
