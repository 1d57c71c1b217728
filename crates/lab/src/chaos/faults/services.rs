//! Faults of services: killed, frozen, joined by a second instance, with a wrong clock.

use super::replay;
use crate::chaos::{
    environment::{
        Environment,
        instance::{BANKS, ROLES, Role},
    },
    workload::Workload,
};
use rand::{Rng as _, rngs::StdRng};
use std::time::Duration;

/// Longer than the six seconds of a session.
const FROZEN: Duration = Duration::from_secs(8);
/// Senders beyond the usual, so that there is more than one order in a batch.
const MANY: u64 = 60;

pub async fn killed(environment: &mut Environment, roles: &[Role], down: Duration) -> anyhow::Result<()> {
    let killed: Vec<_> = environment.instances().filter(|instance| roles.contains(&instance.role)).collect();
    for instance in killed {
        environment.kill(instance).await?;
    }
    tokio::time::sleep(down).await;
    environment.up().await
}

pub async fn frozen(environment: &mut Environment, role: Role) -> anyhow::Result<()> {
    let (before, frozen) = (environment.instances_each, role.first());
    environment.start_if_missing(role.second()).await?;
    environment.process(frozen)?.signal("STOP").await?;
    tokio::time::sleep(FROZEN).await;
    environment.process(frozen)?.signal("CONT").await?;
    environment.stop_if_extra(role.second(), before).await?;
    environment.up().await
}

pub async fn joined(environment: &mut Environment, role: Role, time: Duration) -> anyhow::Result<()> {
    let before = environment.instances_each;
    environment.start_if_missing(role.second()).await?;
    tokio::time::sleep(time).await;
    environment.kill(role.second()).await?;
    environment.start_if_missing(role.second()).await?;
    tokio::time::sleep(time).await;
    environment.stop_if_extra(role.second(), before).await
}

/// The banks commit a part of each batch, and the rest finds the database unavailable, again and again.
pub async fn in_parts(
    environment: &mut Environment,
    workload: &Workload,
    time: Duration,
) -> anyhow::Result<()> {
    let banks: Vec<_> = environment.instances().filter(|instance| BANKS.contains(&instance.role)).collect();
    for instance in &banks {
        environment.kill(*instance).await?;
        environment.start(*instance, &vec![("FAULT_BUG", "settled-in-parts".into())])?;
    }
    environment.up().await?;
    workload.burst(MANY, time).await;
    for instance in banks {
        environment.kill(instance).await?;
    }
    environment.up().await
}

pub async fn replayed(environment: &mut Environment, chance: &mut StdRng) -> anyhow::Result<()> {
    let role = ROLES[chance.random_range(0..ROLES.len())];
    for instance in [role.first(), role.second()] {
        environment.kill(instance).await?;
    }
    replay::forget_positions(environment, role).await?;
    environment.up().await
}

pub async fn clock(
    environment: &mut Environment,
    chance: &mut StdRng,
    seconds: i64,
    time: Duration,
) -> anyhow::Result<()> {
    let instance = ROLES[chance.random_range(0..ROLES.len())].first();
    environment.kill(instance).await?;
    environment.start(instance, &vec![("FAULT_CLOCK_SKEW_SECONDS", seconds.to_string())])?;
    environment.up().await?;
    tokio::time::sleep(time).await;
    environment.kill(instance).await?;
    environment.up().await
}
