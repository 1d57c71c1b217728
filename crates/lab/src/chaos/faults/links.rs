//! Faults of links: cut, held, delayed, their packets dropped below TCP.

use super::fault::LinkFault;
use crate::chaos::environment::{
    Environment,
    grounds::CHAOS,
    instance::{Dependency, Instance, Role},
    packets,
    proxy::{Direction, Link},
};
use rand::{rngs::StdRng, seq::IndexedRandom as _};
use std::time::Duration;

/// The delay of a late link.
const LATE: Duration = Duration::from_millis(300);
/// How long to wait for a commit that can be cut.
const COMMIT_MAX: Duration = Duration::from_millis(200);
/// Until every service has a request under way.
const ASKED: Duration = Duration::from_millis(200);
/// How long a flapping link is cut, and how long it is open.
const CUT: Duration = Duration::from_millis(40);
const OPEN: Duration = Duration::from_millis(160);

pub async fn answers_lost(environment: &Environment, time: Duration) -> anyhow::Result<()> {
    let end = tokio::time::Instant::now() + time;
    while tokio::time::Instant::now() < end {
        for instance in environment.instances() {
            let lost = environment.link(instance, Dependency::Postgres)?.lose_next_answer();
            // A link on which nothing moves loses nothing.
            drop(tokio::time::timeout(Duration::from_millis(100), lost).await);
        }
    }
    Ok(())
}

pub async fn commit_cut(environment: &Environment, time: Duration) -> anyhow::Result<()> {
    let end = tokio::time::Instant::now() + time;
    while tokio::time::Instant::now() < end {
        for instance in environment.instances() {
            for statement in commits(instance.role) {
                let link = environment.link(instance, Dependency::Postgres)?;
                drop(tokio::time::timeout(COMMIT_MAX, link.cut_before(statement)).await);
                drop(tokio::time::timeout(COMMIT_MAX, link.cut_after(statement)).await);
            }
        }
    }
    Ok(())
}

/// Bytes in the statements with which a service commits: the kind of a question that is stored, the kind of a posting, or
/// the word itself.
const fn commits(role: Role) -> &'static [&'static [u8]] {
    match role {
        Role::Hub => &[b"TransferForwarded"],
        Role::Ipe | Role::Mare => &[b"TransferRequested", b"received", b"COMMIT"],
    }
}

pub async fn flapping(environment: &Environment, time: Duration) -> anyhow::Result<()> {
    let end = tokio::time::Instant::now() + time;
    while tokio::time::Instant::now() < end {
        for (link, pause) in [(Link::Cut, CUT), (Link::Open, OPEN)] {
            for instance in environment.instances() {
                environment.link(instance, Dependency::Postgres)?.set(link);
            }
            tokio::time::sleep(pause).await;
        }
    }
    Ok(())
}

/// Requests arrive, and then nothing does in either direction. Connections that are `forgotten` are gone on the far side by
/// the time packets are delivered again, and its resets were dropped as well.
pub async fn vanished(
    environment: &Environment,
    (dependency, forgotten): (Dependency, bool),
    time: Duration,
) -> anyhow::Result<()> {
    let clients = clients_of(environment, dependency);
    let links = clients
        .iter()
        .map(|instance| environment.link(*instance, dependency))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let set = |how| links.iter().for_each(|link| link.set(how));
    set(Link::OneWay(Direction::ToClient));
    tokio::time::sleep(ASKED).await;
    let ports = clients.iter().map(|instance| CHAOS.link_port(*instance, dependency));
    packets::drop_all(&ports.collect::<Vec<_>>()).await?;
    set(if forgotten { Link::Cut } else { Link::Open });
    tokio::time::sleep(time).await;
    set(Link::Open);
    packets::deliver().await
}

/// The instances that talk to it.
fn clients_of(environment: &Environment, dependency: Dependency) -> Vec<Instance> {
    let talks = |instance: &Instance| instance.role.dependencies().contains(&dependency);
    environment.instances().filter(talks).collect()
}

/// One of them breaks.
pub async fn broken(
    environment: &Environment,
    (dependency, how): (Dependency, LinkFault),
    chance: &mut StdRng,
    time: Duration,
) -> anyhow::Result<()> {
    let clients = clients_of(environment, dependency);
    let Some(instance) = clients.choose(chance) else { return Ok(()) };
    let link = environment.link(*instance, dependency)?;
    match how {
        LinkFault::Cut => link.set(Link::Cut),
        LinkFault::Mute => link.set(Link::OneWay(Direction::ToServer)),
        LinkFault::Deaf => link.set(Link::OneWay(Direction::ToClient)),
        LinkFault::Late => link.set(Link::Delay(LATE)),
        LinkFault::Stalled => link.set(Link::Stall),
        LinkFault::ClosedSlowly => link.close_slowly(time),
    }
    tokio::time::sleep(time).await;
    link.set(Link::Open);
    Ok(())
}

pub async fn partitioned(
    environment: &Environment,
    chance: &mut StdRng,
    time: Duration,
) -> anyhow::Result<()> {
    let instances: Vec<_> = environment.instances().collect();
    let Some(instance) = instances.choose(chance) else { return Ok(()) };
    let links =
        instance.role.dependencies().iter().map(|dependency| environment.link(*instance, *dependency));
    let links = links.collect::<anyhow::Result<Vec<_>>>()?;
    links.iter().for_each(|link| link.set(Link::Stall));
    tokio::time::sleep(time).await;
    links.iter().for_each(|link| link.set(Link::Cut));
    tokio::time::sleep(time).await;
    links.iter().for_each(|link| link.set(Link::Open));
    Ok(())
}
