//! The project's scripts, run on some grounds: they bring PostgreSQL and Kafka up and down.

use super::{
    cleanup::dying_with_us,
    database_clock,
    grounds::{CHAOS, Grounds},
    instance::{Dependency, Instance, root},
    packets, small_disk,
};

/// Runs one of the scripts.
///
/// # Errors
/// What it said, when it failed.
pub async fn script(grounds: Grounds, name: &str, arguments: &[&str]) -> anyhow::Result<()> {
    script_with(grounds, name, arguments, &[]).await
}

/// As [`script`], with settings of its own.
///
/// # Errors
/// What it said, when it failed.
pub async fn script_with(
    grounds: Grounds,
    name: &str,
    arguments: &[&str],
    settings: &[(&str, &str)],
) -> anyhow::Result<()> {
    let link = |instance: Instance| {
        let near = grounds.link_port(instance, Dependency::Kafka);
        format!("{}:{near}", grounds.kafka_listener(instance))
    };
    let mut command = dying_with_us(root().join("scripts").join(name));
    command
        .args(arguments)
        .envs(settings.iter().copied())
        .env("CODEPIX_STAGE", grounds.setting())
        .env("KAFKA_LINKS", Instance::all().map(link).collect::<Vec<_>>().join(" "));
    if grounds == CHAOS {
        command.env("POSTGRES_CLOCK", database_clock::FILE);
        if let Some(state) = small_disk::state() {
            command.env("CODEPIX_STATE", state);
        }
    }
    let output = command.output().await?;
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    anyhow::ensure!(output.status.success(), "scripts/{name} {}: {said}", arguments.join(" "));
    Ok(())
}

/// Takes the servers of chaos down, and the disk that held their data; packets are delivered again.
///
/// # Errors
/// When something cannot be taken down.
pub async fn tear_down_servers() -> anyhow::Result<()> {
    script(CHAOS, "down", &["--kill", "postgres", "kafka"]).await?;
    // Whoever lacks the right to remove firewall rules has added none.
    drop(packets::deliver().await);
    small_disk::take_away().await
}
