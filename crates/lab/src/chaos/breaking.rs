//! How each fault is done to the stage, and undone.

use super::{
    crowd::Crowd,
    database_clock,
    fault::Break,
    names::{BANKS, Name, Neighbour, ROLES, Role, root},
    packets, process,
    proxy::{Direction, Link},
    replay,
    stage::{Stage, script},
};
use anyhow::Context as _;
use rand::{Rng as _, rngs::StdRng, seq::IndexedRandom as _};
use std::time::Duration;

/// Longer than the six seconds of a session.
const FROZEN: Duration = Duration::from_secs(8);
/// Longer than the nine seconds in which Kafka's controller must hear of its broker.
const ASLEEP: Duration = Duration::from_secs(12);
/// A late link's delay.
const LATE: Duration = Duration::from_millis(300);
/// How long to wait for a commit that can be cut.
const COMMIT_MAX: Duration = Duration::from_millis(200);
/// Until everybody has asked a database that does not answer.
const ASKED: Duration = Duration::from_millis(200);
/// Senders beyond the usual, so that there is more than one order in a batch.
const MANY: u64 = 60;
/// How long a link that flaps is cut, and how long it is whole.
const CUT: Duration = Duration::from_millis(40);
const WHOLE: Duration = Duration::from_millis(160);

pub async fn killed(stage: &mut Stage, roles: &[Role], down: Duration) -> anyhow::Result<()> {
    let names: Vec<_> = stage.cast().filter(|name| roles.contains(&name.role)).collect();
    for name in names {
        stage.kill(name).await?;
    }
    tokio::time::sleep(down).await;
    stage.up().await
}

pub async fn frozen(stage: &mut Stage, role: Role) -> anyhow::Result<()> {
    let (before, zombie) = (stage.instances, role.first());
    stage.start_if_missing(role.second()).await?;
    stage.process(zombie)?.signal("STOP").await?;
    tokio::time::sleep(FROZEN).await;
    stage.process(zombie)?.signal("CONT").await?;
    stage.leave_if_extra(role.second(), before).await?;
    stage.up().await
}

pub async fn kafka_frozen() -> anyhow::Result<()> {
    signal_kafka("STOP").await?;
    tokio::time::sleep(ASLEEP).await;
    signal_kafka("CONT").await
}

pub async fn asleep(stage: &mut Stage) -> anyhow::Result<()> {
    let cast: Vec<_> = stage.cast().collect();
    for name in &cast {
        stage.process(*name)?.signal("STOP").await?;
    }
    kafka_frozen().await?;
    for name in cast {
        stage.process(name)?.signal("CONT").await?;
    }
    Ok(())
}

async fn signal_kafka(signal: &str) -> anyhow::Result<()> {
    let pid = tokio::fs::read_to_string(root().join(".run/chaos/kafka.pid")).await.context("Kafka's pid")?;
    process::send(signal, pid.trim()).await
}

pub async fn joined(stage: &mut Stage, role: Role, time: Duration) -> anyhow::Result<()> {
    let before = stage.instances;
    stage.start_if_missing(role.second()).await?;
    tokio::time::sleep(time).await;
    stage.kill(role.second()).await?;
    stage.start_if_missing(role.second()).await?;
    tokio::time::sleep(time).await;
    stage.leave_if_extra(role.second(), before).await
}

pub async fn server(name: &str, options: &[&str], down: Duration) -> anyhow::Result<()> {
    script("down", &[&["--kill"], options, &[name]].concat()).await?;
    tokio::time::sleep(down).await;
    script("up", &["--no-build", name]).await
}

pub async fn disk_full(stage: &Stage, time: Duration) -> anyhow::Result<()> {
    let disk = stage.disk.as_ref().context("this stage stands on no disk of its own")?;
    let end = tokio::time::Instant::now() + time;
    while tokio::time::Instant::now() < end {
        // Again and again: whoever dies of it gives some room back.
        disk.fill().await?;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    disk.clear().await?;
    // Whoever met the full disk may have ended.
    script("up", &["--no-build", "postgres", "kafka"]).await
}

pub async fn answers_lost(stage: &Stage, time: Duration) -> anyhow::Result<()> {
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

pub async fn commit_cut(stage: &Stage, time: Duration) -> anyhow::Result<()> {
    let end = tokio::time::Instant::now() + time;
    while tokio::time::Instant::now() < end {
        for name in stage.cast() {
            for statement in commits(name.role) {
                let link = stage.link(name, Neighbour::Postgres)?;
                drop(tokio::time::timeout(COMMIT_MAX, link.cut_before(statement)).await);
                drop(tokio::time::timeout(COMMIT_MAX, link.cut_after(statement)).await);
            }
        }
    }
    Ok(())
}

/// What stands in the statements with which a service commits: the kind of a question that opens, the kind of a posting,
/// or the word itself.
const fn commits(role: Role) -> &'static [&'static [u8]] {
    match role {
        Role::Hub => &[b"TransferForwarded"],
        Role::Ipe | Role::Mare => &[b"TransferRequested", b"received", b"COMMIT"],
    }
}

pub async fn flapping(stage: &Stage, time: Duration) -> anyhow::Result<()> {
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

/// Of their batches a part is committed, and the rest meets a database that is gone, again and again.
pub async fn in_parts(stage: &mut Stage, crowd: &Crowd, time: Duration) -> anyhow::Result<()> {
    let banks: Vec<_> = stage.cast().filter(|name| BANKS.contains(&name.role)).collect();
    for name in &banks {
        stage.kill(*name).await?;
        stage.start(*name, &vec![("FAULT_BUG", "settled-in-parts".into())])?;
    }
    stage.up().await?;
    crowd.press(MANY, time).await;
    for name in banks {
        stage.kill(name).await?;
    }
    stage.up().await
}

/// What is asked is taken in, and then nothing arrives in either direction. `forgotten` connections are gone on the far side
/// by the time when packets arrive again; its word of that was lost as well.
pub async fn vanished(
    stage: &Stage,
    (neighbour, forgotten): (Neighbour, bool),
    time: Duration,
) -> anyhow::Result<()> {
    let whose: Vec<_> = stage.cast().filter(|name| name.role.neighbours().contains(&neighbour)).collect();
    let links = whose.iter().map(|name| stage.link(*name, neighbour)).collect::<anyhow::Result<Vec<_>>>()?;
    let set = |how| links.iter().for_each(|link| link.set(how));
    set(Link::OneWay(Direction::ToClient));
    tokio::time::sleep(ASKED).await;
    packets::drop_all(&whose.iter().map(|name| name.link_port(neighbour)).collect::<Vec<_>>()).await?;
    set(if forgotten { Link::Cut } else { Link::Open });
    tokio::time::sleep(time).await;
    set(Link::Open);
    packets::deliver().await
}

/// Together with Kafka's log: what is then to be said again was all asked at a time that is still to come.
pub async fn database_clock_back(stage: &mut Stage) -> anyhow::Result<()> {
    script("down", &["--kill", "--wipe", "kafka"]).await?;
    stage.hours_behind += 1;
    database_clock::put_back(stage.hours_behind).await?;
    script("up", &["--no-build", "kafka"]).await
}

pub async fn broken(
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

pub async fn partitioned(stage: &Stage, chance: &mut StdRng, time: Duration) -> anyhow::Result<()> {
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

pub async fn replayed(stage: &mut Stage, chance: &mut StdRng) -> anyhow::Result<()> {
    let role = ROLES[chance.random_range(0..ROLES.len())];
    for name in [role.first(), role.second()] {
        stage.kill(name).await?;
    }
    replay::forget_positions(stage, role).await?;
    stage.up().await
}

pub async fn clock(
    stage: &mut Stage,
    chance: &mut StdRng,
    seconds: i64,
    time: Duration,
) -> anyhow::Result<()> {
    let name = ROLES[chance.random_range(0..ROLES.len())].first();
    stage.kill(name).await?;
    stage.start(name, &vec![("FAULT_CLOCK_SKEW_SECONDS", seconds.to_string())])?;
    stage.up().await?;
    tokio::time::sleep(time).await;
    stage.kill(name).await?;
    stage.up().await
}
