//! One fault under traffic: before it, through it, after it; then everybody stops, and all invariants are judged.

use super::{
    crowd::Crowd,
    fault::{Fault, Patience},
    invariants::{Verdict, judge},
    stage::Stage,
};
use rand::rngs::StdRng;
use std::time::{Duration, Instant};

/// Traffic before a fault, and after it was mended.
const TRAFFIC: Duration = Duration::from_millis(700);
/// What the promise allows from the last heal on.
pub const HEALED: Duration = Duration::from_secs(30);

/// What came of it.
pub struct Round {
    pub fault: String,
    /// Instances of each service.
    pub instances: u16,
    /// Orders during the round, and how many of them were accepted.
    pub orders: usize,
    pub accepted: usize,
    /// From the mending until nothing was under way any more.
    pub recovered_in: Duration,
    pub verdict: Verdict,
}

/// Plays one fault.
///
/// # Errors
/// When the stage fails, not the promise.
pub async fn play(
    stage: &mut Stage,
    crowd: &Crowd,
    (fault, patience): (Fault, Patience),
    chance: &mut StdRng,
    healed: Duration,
) -> anyhow::Result<Round> {
    let (orders, accepted) = crowd.journal.counts();
    tokio::time::sleep(TRAFFIC).await;
    fault.happen(stage, crowd, chance, patience).await?;
    let mended = Instant::now();
    tokio::time::sleep(TRAFFIC).await;
    let _quiet = crowd.hush().await;
    let verdict = judge(stage, crowd, healed.saturating_sub(mended.elapsed())).await?;
    let (orders_now, accepted_now) = crowd.journal.counts();
    Ok(Round {
        fault: fault.to_string(),
        instances: stage.instances,
        orders: orders_now - orders,
        accepted: accepted_now - accepted,
        recovered_in: mended.elapsed(),
        verdict,
    })
}
