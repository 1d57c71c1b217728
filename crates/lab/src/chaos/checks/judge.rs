//! Judges a round: what must hold whatever was broken, from the databases and the customers' history alone.

use super::{
    dead_letters::judge_dead_letters,
    directory::{judge_keys, wait_until_keys_settled},
    orders::{judge_balances, judge_once, read_balances, read_sent},
    unread::wait_until_read,
    verdict::{Invariant, PoisonReason},
};
use crate::{
    audit::{audit, wait_until_settled},
    chaos::{environment::Environment, workload::Workload},
};
use std::time::{Duration, Instant};

/// Judges everything, while nobody sends. What is under way has `timeout` to end.
///
/// # Errors
/// When a database cannot be read.
pub async fn judge(
    environment: &Environment,
    workload: &Workload,
    timeout: Duration,
) -> anyhow::Result<PoisonReason> {
    let began = Instant::now();
    let mut verdict = PoisonReason::default();
    // An unread message proves nothing, neither a repeat nor poison.
    let left = wait_until_read(environment, timeout).await?;
    verdict.add(Invariant::Ended, left.err());
    let left = wait_until_settled(&environment.databases, timeout.saturating_sub(began.elapsed())).await?;
    verdict.add(Invariant::Ended, left.err());
    let (mut hub, mut banks) = environment.databases.connect().await?;
    let left = wait_until_keys_settled(&mut banks, timeout.saturating_sub(began.elapsed())).await?;
    verdict.add(Invariant::Ended, left.err());

    let report = audit(&environment.databases).await?;
    let findings = report.claims.iter().flat_map(|claim| claim.first.iter().cloned());
    verdict.add(Invariant::Books, findings);
    verdict.add(Invariant::Seen, workload.history.take_breaches());
    let orders = workload.history.orders();
    let sent = read_sent(&mut banks, workload).await?;
    verdict.add(Invariant::Once, judge_once(&orders, &sent));
    let has = read_balances(&mut banks, workload).await?;
    verdict.add(Invariant::Balances, judge_balances(&orders, &sent, &has));
    verdict.add(Invariant::Keys, judge_keys(&mut hub, &mut banks, environment).await?);
    verdict.add(Invariant::Letters, judge_dead_letters(&mut hub, &mut banks, environment).await?);
    Ok(verdict)
}
