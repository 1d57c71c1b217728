//! What there is to break, by name, and which of it is chosen for which run.

use super::{
    breaking,
    crowd::Crowd,
    database_clock,
    names::{Neighbour, ROLES, Role},
    packets, poison, replay,
    stage::Stage,
};
use rand::rngs::StdRng;
use std::{fmt, time::Duration};

/// How a link breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Break {
    Cut,
    /// What is sent does not arrive.
    Mute,
    /// What is answered does not arrive.
    Deaf,
    Late,
    Stalled,
    ClosedSlowly,
}

/// All that is done to the stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    Killed(Role),
    AllKilled,
    Down(Role),
    /// Longer than its session, while a second instance takes over; then it goes on as if nothing had been.
    Frozen(Role),
    /// A second instance joins, is killed in the middle of a batch, joins again and leaves.
    Joined(Role),
    PostgresKilled,
    PostgresDown,
    /// The database commits, and its answer is lost.
    AnswersLost,
    /// The same, exactly at a COMMIT.
    CommitCut,
    /// Every link to the database is cut, again and again: also between a batch's reading and its commit.
    Flapping,
    /// Batches are settled in parts: somebody else is at work on the same rows, then the database goes away.
    InParts,
    /// Its clock steps back, just when everything has to be said again.
    DatabaseClockBack,
    KafkaKilled,
    KafkaDown,
    KafkaWiped,
    /// Longer than its controller believes in it.
    KafkaFrozen,
    /// Kafka and all services stand still at once, as on a machine that falls asleep.
    Asleep,
    Broken(Neighbour, Break),
    /// Of all services: packets are dropped below TCP, and arrive again.
    Vanished(Neighbour),
    /// The same, and the far side knows the connections no more.
    Forgotten(Neighbour),
    Partitioned,
    Replayed,
    Shuffled,
    ClockAhead,
    ClockBehind,
    Poisoned,
    Pressed,
    /// Of PostgreSQL and Kafka alike; played on a small disk of its own.
    DiskFull,
}

/// How long what is broken stays broken.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Of links, and of whatever is broken in passing.
    pub short: Duration,
    /// Of servers and services that are down.
    pub down: Duration,
}

/// Senders beyond those who send all the time: some times what the system carries.
const PRESSING: u64 = 600;
/// A clock that is wrong.
const HOUR: i64 = 3600;

impl Fault {
    /// All of them.
    pub fn all() -> Vec<Self> {
        use Break::{ClosedSlowly, Cut, Deaf, Late, Mute, Stalled};
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
        for neighbour in [Neighbour::Hub, Neighbour::Kafka, Neighbour::Postgres] {
            let broken =
                [Cut, Mute, Deaf, Late, Stalled, ClosedSlowly].map(|how| Self::Broken(neighbour, how));
            all.extend(broken);
            all.extend([Self::Vanished(neighbour), Self::Forgotten(neighbour)]);
        }
        all
    }

    /// Does it end with consumers that join their group anew? What goes wrong then goes wrong seldom: such a fault is played
    /// several times.
    pub const fn rejoins(self) -> bool {
        matches!(
            self,
            Self::Asleep | Self::KafkaFrozen | Self::Frozen(_) | Self::Joined(_) | Self::Partitioned
        )
    }

    /// Does it break what services talk over? Without proxies there is nothing to break.
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
            Self::Vanished(_) | Self::Forgotten(_) => packets::can_vanish().await,
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
            Self::Forgotten(Neighbour::Postgres),
            Self::Broken(Neighbour::Kafka, Break::Stalled),
            Self::Broken(Neighbour::Hub, Break::Deaf),
            Self::Partitioned,
            Self::Asleep,
            Self::Shuffled,
            Self::Frozen(Role::Mare),
            Self::Joined(Role::Hub),
            Self::Poisoned,
            Self::Pressed,
        ]
    }

    /// A few for two instances of each service.
    pub fn few() -> Vec<Self> {
        vec![
            Self::Killed(Role::Ipe),
            Self::Frozen(Role::Hub),
            Self::Partitioned,
            Self::Asleep,
            Self::Shuffled,
        ]
    }

    /// Breaks the stage, leaves it broken for a while, and mends it.
    ///
    /// # Errors
    /// When the stage itself fails: a server or a service that does not come back.
    pub async fn happen(
        self,
        stage: &mut Stage,
        crowd: &Crowd,
        chance: &mut StdRng,
        patience: Patience,
    ) -> anyhow::Result<()> {
        match self {
            Self::Killed(role) => breaking::killed(stage, &[role], Duration::ZERO).await,
            Self::AllKilled => breaking::killed(stage, &ROLES, Duration::ZERO).await,
            Self::Down(role) => breaking::killed(stage, &[role], patience.down).await,
            Self::Frozen(role) => breaking::frozen(stage, role).await,
            Self::Joined(role) => breaking::joined(stage, role, patience.short).await,
            Self::PostgresKilled => breaking::server("postgres", &[], Duration::ZERO).await,
            Self::PostgresDown => breaking::server("postgres", &[], patience.down).await,
            Self::KafkaKilled => breaking::server("kafka", &[], Duration::ZERO).await,
            Self::KafkaDown => breaking::server("kafka", &[], patience.down).await,
            Self::KafkaWiped => breaking::server("kafka", &["--wipe"], Duration::ZERO).await,
            Self::KafkaFrozen => breaking::kafka_frozen().await,
            Self::Asleep => breaking::asleep(stage).await,
            Self::AnswersLost => breaking::answers_lost(stage, patience.short).await,
            Self::Flapping => breaking::flapping(stage, patience.short).await,
            Self::CommitCut => breaking::commit_cut(stage, patience.short).await,
            Self::Broken(neighbour, how) => {
                breaking::broken(stage, (neighbour, how), chance, patience.short).await
            }
            Self::Vanished(neighbour) => breaking::vanished(stage, (neighbour, false), patience.down).await,
            Self::Forgotten(neighbour) => breaking::vanished(stage, (neighbour, true), patience.down).await,
            Self::InParts => breaking::in_parts(stage, crowd, patience.short).await,
            Self::DatabaseClockBack => breaking::database_clock_back(stage).await,
            Self::Partitioned => breaking::partitioned(stage, chance, patience.short).await,
            Self::Replayed => breaking::replayed(stage, chance).await,
            Self::Shuffled => replay::double_and_shuffle(stage, chance).await,
            Self::ClockAhead => breaking::clock(stage, chance, HOUR, patience.short).await,
            Self::ClockBehind => breaking::clock(stage, chance, -HOUR, patience.short).await,
            Self::Poisoned => poison::put_in(stage).await,
            Self::DiskFull => breaking::disk_full(stage, patience.down).await,
            Self::Pressed => {
                crowd.press(PRESSING, patience.short).await;
                Ok(())
            }
        }
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
            Self::Broken(neighbour, how) => write!(f, "link to {neighbour}: {how:?}"),
            Self::Vanished(neighbour) => write!(f, "{neighbour}: packets vanish"),
            Self::Forgotten(neighbour) => write!(f, "{neighbour}: packets vanish, connections forgotten"),
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
