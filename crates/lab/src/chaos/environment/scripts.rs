//! The project's scripts, run on this environment: they bring PostgreSQL and Kafka up and down.

use super::{
    cleanup::dying_with_us,
    database_clock,
    instance::{Dependency, Instance, SHIFT, root},
    packets, small_disk,
};

/// Runs one of the scripts.
///
/// # Errors
/// What it said, when it failed.
pub async fn script(name: &str, arguments: &[&str]) -> anyhow::Result<()> {
    let links: Vec<_> = Instance::all()
        .map(|instance| format!("{}:{}", instance.kafka_listener(), instance.link_port(Dependency::Kafka)))
        .collect();
    let mut command = dying_with_us(root().join("scripts").join(name));
    command
        .args(arguments)
        .env("CODEPIX_STAGE", format!("chaos+{SHIFT}"))
        .env("KAFKA_LINKS", links.join(" "))
        .env("POSTGRES_CLOCK", database_clock::FILE);
    if let Some(state) = small_disk::state() {
        command.env("CODEPIX_STATE", state);
    }
    let output = command.output().await?;
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    anyhow::ensure!(output.status.success(), "scripts/{name} {}: {said}", arguments.join(" "));
    Ok(())
}

/// Takes the servers down, and the disk that held their data; packets are delivered again.
///
/// # Errors
/// When something cannot be taken down.
pub async fn tear_down_servers() -> anyhow::Result<()> {
    script("down", &["--kill", "postgres", "kafka"]).await?;
    // Whoever lacks the right to remove firewall rules has added none.
    drop(packets::deliver().await);
    small_disk::take_away().await
}
