//! What is broken, and how it is mended again. Each fault is a small story of its own.

use super::{
    crowd::Crowd,
    names::{Name, Neighbour, ROLES, Role},
    poison,
    proxy::{Direction, Link},
    replay,
    stage::{Stage, script},
};
use anyhow::Context as _;
use rand::{Rng as _, rngs::StdRng, seq::IndexedRandom as _};
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
    KafkaKilled,
    KafkaDown,
    KafkaWiped,
    Broken(Neighbour, Break),
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

/// Longer than the six seconds of a session.
const FROZEN: Duration = Duration::from_secs(8);
/// A late link's delay.
const LATE: Duration = Duration::from_millis(300);
/// Senders beyond those who send all the time: some times what the system carries.
const PRESSING: u64 = 600;
/// How long a link that flaps is cut, and how long it is whole.
const CUT: Duration = Duration::from_millis(40);
const WHOLE: Duration = Duration::from_millis(160);
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
            Self::KafkaKilled,
            Self::KafkaDown,
            Self::KafkaWiped,
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
        }
        all
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
            Self::Broken(Neighbour::Kafka, Break::Stalled),
            Self::Broken(Neighbour::Hub, Break::Deaf),
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
        vec![
            Self::Killed(Role::Ipe),
            Self::Frozen(Role::Hub),
            Self::Partitioned,
            Self::KafkaKilled,
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
        crowd: &mut Crowd,
        chance: &mut StdRng,
        patience: Patience,
    ) -> anyhow::Result<()> {
        match self {
            Self::Killed(role) => killed(stage, &[role], Duration::ZERO).await,
            Self::AllKilled => killed(stage, &ROLES, Duration::ZERO).await,
            Self::Down(role) => killed(stage, &[role], patience.down).await,
            Self::Frozen(role) => frozen(stage, role).await,
            Self::Joined(role) => joined(stage, role, patience.short).await,
            Self::PostgresKilled => server("postgres", &[], Duration::ZERO).await,
            Self::PostgresDown => server("postgres", &[], patience.down).await,
            Self::KafkaKilled => server("kafka", &[], Duration::ZERO).await,
            Self::KafkaDown => server("kafka", &[], patience.down).await,
            Self::KafkaWiped => server("kafka", &["--wipe"], Duration::ZERO).await,
            Self::AnswersLost => answers_lost(stage, patience.short).await,
            Self::Flapping => flapping(stage, patience.short).await,
            Self::CommitCut => commit_cut(stage, patience.short).await,
            Self::Broken(neighbour, how) => broken(stage, (neighbour, how), chance, patience.short).await,
            Self::Partitioned => partitioned(stage, chance, patience.short).await,
            Self::Replayed => replayed(stage, chance).await,
            Self::Shuffled => replay::double_and_shuffle(stage, chance).await,
            Self::ClockAhead => clock(stage, chance, HOUR, patience.short).await,
            Self::ClockBehind => clock(stage, chance, -HOUR, patience.short).await,
            Self::Poisoned => poison::put_in(stage).await,
            Self::DiskFull => disk_full(stage, patience.down).await,
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
            Self::KafkaKilled => f.write_str("Kafka: kill -9"),
            Self::KafkaDown => f.write_str("Kafka: down for a while"),
            Self::KafkaWiped => f.write_str("Kafka: its data wiped"),
            Self::Broken(neighbour, how) => write!(f, "link to {neighbour}: {how:?}"),
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

async fn killed(stage: &mut Stage, roles: &[Role], down: Duration) -> anyhow::Result<()> {
    let names: Vec<_> = stage.cast().filter(|name| roles.contains(&name.role)).collect();
    for name in names {
        stage.kill(name).await?;
    }
    tokio::time::sleep(down).await;
    stage.up().await
}

async fn frozen(stage: &mut Stage, role: Role) -> anyhow::Result<()> {
    let (before, zombie) = (stage.instances, role.first());
    stage.start_if_missing(role.second()).await?;
    stage.process(zombie)?.signal("STOP").await?;
    tokio::time::sleep(FROZEN).await;
    stage.process(zombie)?.signal("CONT").await?;
    stage.leave_if_extra(role.second(), before).await?;
    stage.up().await
}

async fn joined(stage: &mut Stage, role: Role, time: Duration) -> anyhow::Result<()> {
    let before = stage.instances;
    stage.start_if_missing(role.second()).await?;
    tokio::time::sleep(time).await;
    stage.kill(role.second()).await?;
    stage.start_if_missing(role.second()).await?;
    tokio::time::sleep(time).await;
    stage.leave_if_extra(role.second(), before).await
}

async fn server(name: &str, options: &[&str], down: Duration) -> anyhow::Result<()> {
    script("down", &[&["--kill"], options, &[name]].concat()).await?;
    tokio::time::sleep(down).await;
    script("up", &["--no-build", name]).await
}

async fn disk_full(stage: &Stage, time: Duration) -> anyhow::Result<()> {
    let disk = stage.disk.as_ref().context("this stage stands on no disk of its own")?;
    disk.fill().await?;
    tokio::time::sleep(time).await;
    disk.clear().await?;
    // Whoever met the full disk may have ended.
    script("up", &["--no-build", "postgres", "kafka"]).await
}

async fn answers_lost(stage: &Stage, time: Duration) -> anyhow::Result<()> {
    let end = tokio::time::Instant::now() + time;
    while tokio::time::Instant::now() < end {
        for name in stage.cast() {
            let lost = stage.link(name, Neighbour::Postgres)?.lose_next_answer();
            // A link on which nothing moves loses nothing.
            drop(tokio::time::timeout(Duration::from_millis(100), lost).await);
        }
    }
    Ok(())
}

async fn commit_cut(stage: &Stage, time: Duration) -> anyhow::Result<()> {
    let end = tokio::time::Instant::now() + time;
    while tokio::time::Instant::now() < end {
        for name in stage.cast().filter(|name| name.role != Role::Hub) {
            let cut = stage.link(name, Neighbour::Postgres)?.cut_after(b"COMMIT");
            drop(tokio::time::timeout(Duration::from_millis(200), cut).await);
        }
    }
    Ok(())
}

async fn flapping(stage: &Stage, time: Duration) -> anyhow::Result<()> {
    let end = tokio::time::Instant::now() + time;
    while tokio::time::Instant::now() < end {
        for (link, pause) in [(Link::Cut, CUT), (Link::Open, WHOLE)] {
            for name in stage.cast() {
                stage.link(name, Neighbour::Postgres)?.set(link);
            }
            tokio::time::sleep(pause).await;
        }
    }
    Ok(())
}

async fn broken(
    stage: &Stage,
    (neighbour, how): (Neighbour, Break),
    chance: &mut StdRng,
    time: Duration,
) -> anyhow::Result<()> {
    let whose: Vec<Name> = stage.cast().filter(|name| name.role.neighbours().contains(&neighbour)).collect();
    let Some(name) = whose.choose(chance) else { return Ok(()) };
    let link = stage.link(*name, neighbour)?;
    match how {
        Break::Cut => link.set(Link::Cut),
        Break::Mute => link.set(Link::OneWay(Direction::ToServer)),
        Break::Deaf => link.set(Link::OneWay(Direction::ToClient)),
        Break::Late => link.set(Link::Delay(LATE)),
        Break::Stalled => link.set(Link::Stall),
        Break::ClosedSlowly => link.close_slowly(time),
    }
    tokio::time::sleep(time).await;
    link.set(Link::Open);
    Ok(())
}

async fn partitioned(stage: &Stage, chance: &mut StdRng, time: Duration) -> anyhow::Result<()> {
    let cast: Vec<_> = stage.cast().collect();
    let Some(name) = cast.choose(chance) else { return Ok(()) };
    let links = name.role.neighbours().iter().map(|neighbour| stage.link(*name, *neighbour));
    let links = links.collect::<anyhow::Result<Vec<_>>>()?;
    links.iter().for_each(|link| link.set(Link::Stall));
    tokio::time::sleep(time).await;
    links.iter().for_each(|link| link.set(Link::Cut));
    tokio::time::sleep(time).await;
    links.iter().for_each(|link| link.set(Link::Open));
    Ok(())
}

async fn replayed(stage: &mut Stage, chance: &mut StdRng) -> anyhow::Result<()> {
    let role = ROLES[chance.random_range(0..ROLES.len())];
    for name in [role.first(), role.second()] {
        stage.kill(name).await?;
    }
    replay::forget_positions(stage, role).await?;
    stage.up().await
}

async fn clock(stage: &mut Stage, chance: &mut StdRng, seconds: i64, time: Duration) -> anyhow::Result<()> {
    let name = ROLES[chance.random_range(0..ROLES.len())].first();
    stage.kill(name).await?;
    stage.start(name, &vec![("FAULT_CLOCK_SKEW_SECONDS", seconds.to_string())])?;
    stage.up().await?;
    tokio::time::sleep(time).await;
    stage.kill(name).await?;
    stage.up().await
}
