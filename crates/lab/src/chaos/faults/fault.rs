//! What there is to break, by name, and which of it is chosen for which run.

use crate::chaos::environment::{
    database_clock,
    instance::{Dependency, ROLES, Role},
    packets,
};
use std::{fmt, time::Duration};

/// How a link breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkFault {
    Cut,
    /// What is sent does not arrive.
    Mute,
    /// What is answered does not arrive.
    Deaf,
    Late,
    Stalled,
    ClosedSlowly,
}

/// Everything that is done to the environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    Killed(Role),
    AllKilled,
    Down(Role),
    /// Stopped for longer than its session, while a second instance takes over; then it continues.
    Frozen(Role),
    /// A second instance joins, is killed in the middle of a batch, joins again and leaves.
    Joined(Role),
    PostgresKilled,
    PostgresDown,
    /// The database commits, and its answer is lost.
    AnswersLost,
    /// The connection is cut exactly at a COMMIT.
    CommitCut,
    /// Every link to the database is cut, again and again: also between a batch's reading and its commit.
    Flapping,
    /// Batches are committed in part: another writer changes the same rows, then the database is unavailable.
    InParts,
    /// Its clock steps back just when every open question has to be sent again.
    DatabaseClockBack,
    KafkaKilled,
    KafkaDown,
    KafkaWiped,
    /// Longer than its controller waits for a heartbeat.
    KafkaFrozen,
    /// Kafka and all services are stopped at once, as on a machine that is suspended.
    Asleep,
    Broken(Dependency, LinkFault),
    /// Packets of all services are dropped below TCP for a while.
    Vanished(Dependency),
    /// As [`Fault::Vanished`], and the far side has forgotten the connections.
    Forgotten(Dependency),
    Partitioned,
    Replayed,
    Shuffled,
    ClockAhead,
    ClockBehind,
    Poisoned,
    Pressed,
    /// The disk of PostgreSQL and Kafka; played on a small disk of its own.
    DiskFull,
}

/// How long a fault lasts.
#[derive(Debug, Clone, Copy)]
pub struct Durations {
    /// A broken link, and other short faults.
    pub short: Duration,
    /// A server or service that is down.
    pub down: Duration,
}

impl Fault {
    /// All of them.
    pub fn all() -> Vec<Self> {
        use LinkFault::{ClosedSlowly, Cut, Deaf, Late, Mute, Stalled};
        let mut all = vec![
            Self::AllKilled,
            Self::PostgresKilled,
            Self::PostgresDown,
            Self::AnswersLost,
            Self::Flapping,
        ];
        all.extend([
            Self::CommitCut,
            Self::InParts,
            Self::DatabaseClockBack,
            Self::KafkaKilled,
            Self::KafkaDown,
            Self::KafkaWiped,
            Self::KafkaFrozen,
            Self::Asleep,
            Self::Partitioned,
        ]);
        all.extend([Self::Replayed, Self::Shuffled, Self::ClockAhead, Self::ClockBehind]);
        all.extend([Self::Poisoned, Self::Pressed]);
        for role in ROLES {
            all.extend([Self::Killed(role), Self::Down(role), Self::Frozen(role), Self::Joined(role)]);
        }
        for dependency in [Dependency::Hub, Dependency::Kafka, Dependency::Postgres] {
            let broken =
                [Cut, Mute, Deaf, Late, Stalled, ClosedSlowly].map(|how| Self::Broken(dependency, how));
            all.extend(broken);
            all.extend([Self::Vanished(dependency), Self::Forgotten(dependency)]);
        }
        all
    }

    /// Do consumers rejoin their group at its end? What fails then fails seldom: such a fault is played several times.
    pub const fn rejoins(self) -> bool {
        matches!(
            self,
            Self::Asleep | Self::KafkaFrozen | Self::Frozen(_) | Self::Joined(_) | Self::Partitioned
        )
    }

    /// Does it break links? Without proxies there are none to break.
    pub const fn breaks_links(self) -> bool {
        matches!(
            self,
            Self::Broken(..)
                | Self::Vanished(_)
                | Self::Forgotten(_)
                | Self::Partitioned
                | Self::AnswersLost
                | Self::CommitCut
                | Self::Flapping
        )
    }

    /// Can it be played on this machine, by this user?
    ///
    /// # Errors
    /// Why not.
    pub async fn can_happen(self) -> anyhow::Result<()> {
        match self {
            Self::Vanished(_) | Self::Forgotten(_) => packets::can_be_dropped().await,
            Self::DatabaseClockBack => database_clock::can_be_set(),
            _ => Ok(()),
        }
    }

    /// A few that between them break everything: for every test run.
    pub fn some() -> Vec<Self> {
        vec![
            Self::Killed(Role::Hub),
            Self::AllKilled,
            Self::PostgresKilled,
            Self::AnswersLost,
            Self::CommitCut,
            Self::Flapping,
            Self::KafkaWiped,
            Self::InParts,
            Self::DatabaseClockBack,
            Self::Forgotten(Dependency::Postgres),
            Self::Broken(Dependency::Kafka, LinkFault::Stalled),
            Self::Broken(Dependency::Hub, LinkFault::Deaf),
            Self::Partitioned,
            Self::Shuffled,
            Self::Frozen(Role::Mare),
            Self::Joined(Role::Hub),
            Self::Poisoned,
            Self::Pressed,
        ]
    }

    /// A few for two instances of each service.
    pub fn few() -> Vec<Self> {
        vec![Self::Killed(Role::Ipe), Self::Frozen(Role::Hub), Self::Asleep, Self::Shuffled]
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Killed(role) => write!(f, "{role}: kill -9"),
            Self::AllKilled => f.write_str("all services: kill -9"),
            Self::Down(role) => write!(f, "{role}: down for a while"),
            Self::Frozen(role) => write!(f, "{role}: frozen beyond its session, and thawed"),
            Self::Joined(role) => write!(f, "{role}: a second joins, dies, joins, leaves"),
            Self::PostgresKilled => f.write_str("PostgreSQL: kill -9"),
            Self::PostgresDown => f.write_str("PostgreSQL: down for a while"),
            Self::AnswersLost => f.write_str("PostgreSQL: answers are lost"),
            Self::CommitCut => f.write_str("PostgreSQL: cut off at a COMMIT"),
            Self::Flapping => f.write_str("PostgreSQL: links cut again and again"),
            Self::InParts => f.write_str("banks: batches settled in parts"),
            Self::DatabaseClockBack => f.write_str("PostgreSQL: its clock an hour back"),
            Self::KafkaKilled => f.write_str("Kafka: kill -9"),
            Self::KafkaDown => f.write_str("Kafka: down for a while"),
            Self::KafkaWiped => f.write_str("Kafka: its data wiped"),
            Self::KafkaFrozen => f.write_str("Kafka: frozen beyond its session, and thawed"),
            Self::Asleep => f.write_str("the machine: asleep, and awake again"),
            Self::Broken(dependency, how) => write!(f, "link to {dependency}: {how:?}"),
            Self::Vanished(dependency) => write!(f, "{dependency}: packets vanish"),
            Self::Forgotten(dependency) => write!(f, "{dependency}: packets vanish, connections forgotten"),
            Self::Partitioned => f.write_str("a service: cut off from everybody"),
            Self::Replayed => f.write_str("a topic: read again from the start"),
            Self::Shuffled => f.write_str("all messages: doubled and shuffled"),
            Self::ClockAhead => f.write_str("a clock: an hour ahead"),
            Self::ClockBehind => f.write_str("a clock: an hour behind"),
            Self::Poisoned => f.write_str("all topics: poison"),
            Self::Pressed => f.write_str("banks: more than they can carry"),
            Self::DiskFull => f.write_str("PostgreSQL and Kafka: disk full"),
        }
    }
}
