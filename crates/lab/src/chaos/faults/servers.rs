//! Faults of what services depend on: PostgreSQL and Kafka are killed, frozen, without room, with a wrong clock.

use crate::chaos::environment::{Environment, database_clock, grounds::CHAOS, process, scripts::script};
use anyhow::Context as _;
use std::time::Duration;

/// Longer than the nine seconds in which Kafka's controller must hear of its broker.
const ASLEEP: Duration = Duration::from_secs(12);

/// Killed, and started again after a while.
pub async fn server(name: &str, options: &[&str], down: Duration) -> anyhow::Result<()> {
    script(CHAOS, "down", &[&["--kill"], options, &[name]].concat()).await?;
    tokio::time::sleep(down).await;
    script(CHAOS, "up", &["--no-build", name]).await
}

pub async fn kafka_frozen() -> anyhow::Result<()> {
    signal_kafka("STOP").await?;
    tokio::time::sleep(ASLEEP).await;
    signal_kafka("CONT").await
}

/// Kafka and all services are stopped and continued together.
pub async fn asleep(environment: &mut Environment) -> anyhow::Result<()> {
    let instances: Vec<_> = environment.instances().collect();
    for instance in &instances {
        environment.process(*instance)?.signal("STOP").await?;
    }
    kafka_frozen().await?;
    for instance in instances {
        environment.process(instance)?.signal("CONT").await?;
    }
    Ok(())
}

async fn signal_kafka(signal: &str) -> anyhow::Result<()> {
    let pid = tokio::fs::read_to_string(CHAOS.folder().join("kafka.pid")).await.context("Kafka's pid")?;
    process::send(signal, pid.trim()).await
}

pub async fn disk_full(environment: &Environment, time: Duration) -> anyhow::Result<()> {
    let disk = environment.disk.as_ref().context("this environment has no disk of its own")?;
    let end = tokio::time::Instant::now() + time;
    while tokio::time::Instant::now() < end {
        // Again and again: a server that dies of it frees some room.
        disk.fill().await?;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    disk.clear().await?;
    // A server that met the full disk may have ended.
    script(CHAOS, "up", &["--no-build", "postgres", "kafka"]).await
}

/// Kafka's log is wiped too: every open question then has to be sent again, and all of them date from the future.
pub async fn database_clock_back(environment: &mut Environment) -> anyhow::Result<()> {
    script(CHAOS, "down", &["--kill", "--wipe", "kafka"]).await?;
    environment.hours_behind += 1;
    database_clock::put_back(environment.hours_behind).await?;
    script(CHAOS, "up", &["--no-build", "kafka"]).await
}
