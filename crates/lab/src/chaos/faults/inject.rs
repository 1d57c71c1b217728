//! Injects a fault: breaks the environment, leaves it broken for a while, and repairs it.

use super::{
    fault::{Durations, Fault},
    links, poison, replay, servers, services,
};
use crate::chaos::{
    environment::{Environment, instance::ROLES},
    workload::Workload,
};
use rand::rngs::StdRng;
use std::time::Duration;

/// Senders beyond the usual: several times what the system can carry.
const OVERLOAD: u64 = 600;
/// By how much a wrong clock is wrong, in seconds.
const HOUR: i64 = 3600;

/// Injects it and repairs it.
///
/// # Errors
/// When the environment itself fails: a server or a service that does not come back.
pub async fn inject(
    fault: Fault,
    (environment, workload): (&mut Environment, &Workload),
    chance: &mut StdRng,
    durations: Durations,
) -> anyhow::Result<()> {
    let Durations { short, down } = durations;
    match fault {
        Fault::Killed(role) => services::killed(environment, &[role], Duration::ZERO).await,
        Fault::AllKilled => services::killed(environment, &ROLES, Duration::ZERO).await,
        Fault::Down(role) => services::killed(environment, &[role], down).await,
        Fault::Frozen(role) => services::frozen(environment, role).await,
        Fault::Joined(role) => services::joined(environment, role, short).await,
        Fault::PostgresKilled => servers::server("postgres", &[], Duration::ZERO).await,
        Fault::PostgresDown => servers::server("postgres", &[], down).await,
        Fault::KafkaKilled => servers::server("kafka", &[], Duration::ZERO).await,
        Fault::KafkaDown => servers::server("kafka", &[], down).await,
        Fault::KafkaWiped => servers::server("kafka", &["--wipe"], Duration::ZERO).await,
        Fault::KafkaFrozen => servers::kafka_frozen().await,
        Fault::Asleep => servers::asleep(environment).await,
        Fault::AnswersLost => links::answers_lost(environment, short).await,
        Fault::Flapping => links::flapping(environment, short).await,
        Fault::CommitCut => links::commit_cut(environment, short).await,
        Fault::Broken(dependency, how) => links::broken(environment, (dependency, how), chance, short).await,
        Fault::Vanished(dependency) => links::vanished(environment, (dependency, false), down).await,
        Fault::Forgotten(dependency) => links::vanished(environment, (dependency, true), down).await,
        Fault::InParts => services::in_parts(environment, workload, short).await,
        Fault::DatabaseClockBack => servers::database_clock_back(environment).await,
        Fault::Partitioned => links::partitioned(environment, chance, short).await,
        Fault::Replayed => services::replayed(environment, chance).await,
        Fault::Shuffled => replay::double_and_shuffle(environment, chance).await,
        Fault::ClockAhead => services::clock(environment, chance, HOUR, short).await,
        Fault::ClockBehind => services::clock(environment, chance, -HOUR, short).await,
        Fault::Poisoned => poison::put_in(environment).await,
        Fault::DiskFull => servers::disk_full(environment, down).await,
        Fault::Pressed => {
            workload.burst(OVERLOAD, short).await;
            Ok(())
        }
    }
}
