//! A round of deaths: one Pix, and processes that die at a point of its life, one alone or two at once.

use super::{HEALED, Round};
use crate::{
    chaos::{
        checks::judge::judge,
        environment::Environment,
        faults::deaths::{Death, describe},
        workload::{
            Workload,
            history::{Order, OrderOutcome},
        },
    },
    client::{Customer, SendPix},
};
use anyhow::Context as _;
use std::time::{Duration, Instant};

/// How long until a process has died that must.
const DEATH_MAX: Duration = Duration::from_secs(20);
/// How long the second has to die while the first is dead; it may need the first to get there.
const AT_ONCE: Duration = Duration::from_millis(1500);
/// Between two tries of a customer.
const TRY_AGAIN: Duration = Duration::from_millis(100);

/// Sends one Pix, during which these processes die, and judges what came of it.
///
/// # Errors
/// When a process does not die that must, or does not start again.
pub async fn play(
    environment: &mut Environment,
    workload: &Workload,
    deaths: &[Death],
    healed: Duration,
) -> anyhow::Result<Round> {
    for death in deaths {
        environment.kill(death.step.role.first()).await?;
        let plan = format!("{}@{}", death.point, death.step.commit);
        environment.start(death.step.role.first(), &vec![("FAULT_ABORT", plan)])?;
    }
    environment.up().await?;
    let (payer, payee) = (0, workload.holders.len() - 1);
    let order = SendPix::new(workload.holders[payee].key(), 7);
    let sending = tokio::spawn(accepted(workload.holders[payer].clients[0].clone(), order.clone()));
    for (index, death) in deaths.iter().enumerate() {
        let process = environment.process(death.step.role.first())?;
        process.end(DEATH_MAX).await.with_context(|| format!("expected: {death}"))?;
        if let Some(next) = deaths.get(index + 1) {
            // Both are dead at the same time where the second gets there without the first.
            drop(environment.process(next.step.role.first())?.end(AT_ONCE).await);
        }
        environment.start_if_missing(death.step.role.first()).await?;
    }
    let repaired = Instant::now();
    let id = sending.await??;
    workload.history.note(Order {
        payer,
        payee: Some(payee),
        amount_cents: order.amount_cents,
        idempotency_key: order.idempotency_key,
        outcome: OrderOutcome::Accepted(id),
    });
    let verdict = judge(environment, workload, healed).await?;
    let fault = describe(deaths);
    Ok(Round { fault, instances: 1, orders: 1, accepted: 1, recovered_in: repaired.elapsed(), verdict })
}

/// Repeats a request until it is answered, as an app does.
async fn accepted(payer: Customer, order: SendPix) -> anyhow::Result<String> {
    let deadline = Instant::now() + HEALED + DEATH_MAX;
    loop {
        match payer.send(&order).await {
            Ok(answer) if answer.status == 202 => {
                order.is_shown_to(&payer, &answer.body).map_err(anyhow::Error::msg)?;
                return Ok(answer.text("end_to_end_id").to_owned());
            }
            Ok(answer) => anyhow::ensure!(answer.status == 503, "{}: {}", answer.status, answer.body),
            Err(_) => {}
        }
        anyhow::ensure!(Instant::now() < deadline, "the order is not accepted");
        tokio::time::sleep(TRY_AGAIN).await;
    }
}
