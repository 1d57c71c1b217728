//! A round of one fault: traffic before, during and after it; then the workload is paused, and all invariants are judged.

use super::Round;
use crate::chaos::{
    checks::judge::judge,
    environment::Environment,
    faults::{
        fault::{Durations, Fault},
        inject::inject,
    },
    workload::Workload,
};
use rand::rngs::StdRng;
use std::time::{Duration, Instant};

/// Traffic before a fault, and after its repair.
const TRAFFIC: Duration = Duration::from_millis(700);

/// Plays one fault; everything must have ended within `healed` after its repair.
///
/// # Errors
/// When the environment itself fails.
pub async fn play(
    (environment, workload): (&mut Environment, &Workload),
    (fault, durations): (Fault, Durations),
    chance: &mut StdRng,
    healed: Duration,
) -> anyhow::Result<Round> {
    let (orders, accepted) = workload.history.counts();
    tokio::time::sleep(TRAFFIC).await;
    inject(fault, (environment, workload), chance, durations).await?;
    let repaired = Instant::now();
    tokio::time::sleep(TRAFFIC).await;
    let _paused = workload.pause().await;
    let verdict = judge(environment, workload, healed.saturating_sub(repaired.elapsed())).await?;
    let (orders_now, accepted_now) = workload.history.counts();
    Ok(Round {
        fault: fault.to_string(),
        instances: environment.instances_each,
        orders: orders_now - orders,
        accepted: accepted_now - accepted,
        recovered_in: repaired.elapsed(),
        verdict,
    })
}
