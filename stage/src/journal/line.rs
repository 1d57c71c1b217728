//! The lines of the journal: what was seen, in one order. The number of a line is the event's id in the stream, its line
//! in a recording and its place on the slider.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Certificate, Commit, Ground, LinkName, Message, Money, Node, Place};

/// One thing that was seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// From 1, without gaps.
    pub n: u64,
    /// When it was written down, in milliseconds.
    #[serde(with = "millis")]
    pub at: Timestamp,
    #[serde(flatten)]
    pub entry: Entry,
}

/// What was seen; on the wire `"what": "message"` and so on beside the fields.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Entry {
    /// What is on stage. Always the first line, and again after the scene was set anew.
    Ground(Ground),
    /// A message was written to a topic.
    Message(Message),
    /// Something was written to a topic that is no message of ours.
    Unreadable { topic: String, partition: i32, offset: i64, bytes: usize },
    /// A consumer group has read everything before `offset`.
    Position { group: String, topic: String, partition: i32, offset: i64 },
    /// A topic's log began anew: whatever lay in it is gone.
    Wiped { topic: String },
    /// A ledger committed a step of a transfer.
    Commit(Commit),
    /// A process lives, died, or stands still, as the operating system says.
    Process { node: Node, pid: Option<u32>, state: ProcessState, since: Timestamp, bug: Option<String> },
    /// What a line lets through, as its proxy says.
    Link { link: LinkName, state: LinkState, since: Timestamp },
    /// The money in all ledgers at one instant.
    Money(Money),
    /// How much goes by, over the last second.
    Rate {
        topics: BTreeMap<String, f64>,
        transfers_per_second: f64,
        p50_ms: Option<f64>,
        p99_ms: Option<f64>,
    },
    /// The audit from outside has ended.
    Proof { certificate: Certificate },
    /// A process will die at, or no longer dies at, a step of a transfer's life.
    Armed { step: u8, point: String, node: Node, armed: bool },
    /// How long the lines truly take.
    Speed { speed: Speed },
    /// Somebody of the room is a customer; `number` draws the face.
    Customer { number: u32, place: Place, name: String, waiting: bool },
    /// The talk has come to this scene, from 1.
    Scene { number: u8 },
}

impl Entry {
    /// As the field `what` says it, and the stream's `event`.
    pub fn what(&self) -> &'static str {
        match self {
            Entry::Ground(_) => "ground",
            Entry::Message(_) => "message",
            Entry::Unreadable { .. } => "unreadable",
            Entry::Position { .. } => "position",
            Entry::Wiped { .. } => "wiped",
            Entry::Commit(_) => "commit",
            Entry::Process { .. } => "process",
            Entry::Link { .. } => "link",
            Entry::Money(_) => "money",
            Entry::Rate { .. } => "rate",
            Entry::Proof { .. } => "proof",
            Entry::Armed { .. } => "armed",
            Entry::Speed { .. } => "speed",
            Entry::Customer { .. } => "customer",
            Entry::Scene { .. } => "scene",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProcessState {
    Up,
    Killed,
    Stopped,
    Frozen,
    Wiped,
}

/// Deaf: what the far side says does not arrive. Mute: what is said does not reach the far side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkState {
    Whole,
    Cut,
    Deaf,
    Mute,
    Slow,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speed {
    Real,
    /// A true delay in the lines: about five seconds a Pix.
    Slow,
}

/// Milliseconds, always three digits.
mod millis {
    use jiff::Timestamp;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(at: &Timestamp, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&format_args!("{at:.3}"))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Timestamp, D::Error> {
        Timestamp::deserialize(from)
    }
}
