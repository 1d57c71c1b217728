//! What is so at some place of the journal: of each thing the last line that speaks of it, and of each transfer that has
//! not ended all lines.

use std::collections::{BTreeMap, HashSet, VecDeque};

use super::{Entry, Kind, LinkName, Node, Place, Written};

/// So many transfers at most are remembered that have not ended; of further ones the ledgers alone know.
const OPEN_MAX: usize = 10_000;
/// One transfer's messages and commits, with what was said again.
const LINES_OF_A_TRANSFER_MAX: usize = 32;
/// Ledgers and topics are watched one by one: of a transfer that has ended in one, another may still tell.
const ENDED_MAX: usize = 10_000;

#[derive(Default)]
pub(super) struct States {
    things: BTreeMap<Thing, Written>,
    /// By end-to-end id.
    open: BTreeMap<String, Vec<Written>>,
    ended: Ended,
}

/// What a line changes in the [`States`].
pub(super) enum Note {
    /// The scene was set anew: its transfers are gone with the old one.
    Anew,
    Thing(Thing),
    Begins(String),
    GoesOn(String),
    Ends(String),
    Nothing,
}

/// What a line speaks of, where only the last one counts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Thing {
    Ground,
    Position(String, String, i32),
    Log(String),
    Process(Node),
    Link(LinkName),
    Money,
    Rate,
    Proof,
    Armed(u8, Node),
    Speed,
    Customer(Place, u32),
    Scene,
}

/// The transfers that ended last.
#[derive(Default)]
struct Ended {
    ids: HashSet<String>,
    order: VecDeque<String>,
}

impl States {
    pub fn note(&mut self, note: &Note, written: &Written) {
        match note {
            Note::Anew => {
                self.open.clear();
                self.things.insert(Thing::Ground, written.clone());
            }
            Note::Thing(thing) => {
                self.things.insert(thing.clone(), written.clone());
            }
            Note::Begins(id) if self.open.len() < OPEN_MAX && !self.ended.ids.contains(id) => {
                self.open.entry(id.clone()).or_default();
                self.go_on(id, written);
            }
            Note::Begins(id) | Note::GoesOn(id) => self.go_on(id, written),
            Note::Ends(id) => {
                self.open.remove(id);
                self.ended.add(id);
            }
            Note::Nothing => {}
        }
    }

    /// In order; the `Ground` first, whatever was written before it. Of so many transfers at most.
    pub fn lines(&self, transfers_max: usize) -> Vec<Written> {
        let open = self.open.values().take(transfers_max).flatten();
        let mut lines: Vec<Written> = self.things.values().chain(open).cloned().collect();
        lines.sort_unstable_by_key(|line| (line.what != "ground", line.n));
        lines
    }

    fn go_on(&mut self, id: &str, written: &Written) {
        if let Some(lines) = self.open.get_mut(id)
            && lines.len() < LINES_OF_A_TRANSFER_MAX
        {
            lines.push(written.clone());
        }
    }
}

impl Ended {
    fn add(&mut self, id: &str) {
        if self.ids.insert(id.to_owned()) {
            self.order.push_back(id.to_owned());
        }
        if self.order.len() > ENDED_MAX
            && let Some(oldest) = self.order.pop_front()
        {
            self.ids.remove(&oldest);
        }
    }
}

impl Note {
    pub fn of(entry: &Entry) -> Note {
        match entry {
            Entry::Ground(_) => Note::Anew,
            Entry::Message(message) if message.kind == Kind::Requested => {
                Note::Begins(message.end_to_end_id.clone())
            }
            Entry::Message(message) => Note::GoesOn(message.end_to_end_id.clone()),
            Entry::Commit(commit) if commit.ends() => Note::Ends(commit.end_to_end_id.clone()),
            Entry::Commit(commit) => Note::Begins(commit.end_to_end_id.clone()),
            Entry::Unreadable { .. } => Note::Nothing,
            Entry::Position { group, topic, partition, .. } => {
                Note::Thing(Thing::Position(group.clone(), topic.clone(), *partition))
            }
            Entry::Wiped { topic } => Note::Thing(Thing::Log(topic.clone())),
            Entry::Process { node, .. } => Note::Thing(Thing::Process(*node)),
            Entry::Link { link, .. } => Note::Thing(Thing::Link(*link)),
            Entry::Money(_) => Note::Thing(Thing::Money),
            Entry::Rate { .. } => Note::Thing(Thing::Rate),
            Entry::Proof { .. } => Note::Thing(Thing::Proof),
            Entry::Armed { step, node, .. } => Note::Thing(Thing::Armed(*step, *node)),
            Entry::Speed { .. } => Note::Thing(Thing::Speed),
            Entry::Customer { number, place, .. } => Note::Thing(Thing::Customer(*place, *number)),
            Entry::Scene { .. } => Note::Thing(Thing::Scene),
        }
    }
}
