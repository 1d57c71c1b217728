//! Death at each step of a transfer's life and each point of a step: one process, and two at once.

use super::{
    crowd::Crowd,
    invariants::judge,
    journal::{Order, Told},
    names::Role,
    round::{HEALED, Round},
    stage::Stage,
};
use crate::client::{Customer, SendPix};
use anyhow::Context as _;
use std::{
    fmt,
    time::{Duration, Instant},
};

/// A step of a transfer from bank 001 to bank 002: whose, and which of its commits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    pub number: u8,
    pub role: Role,
    pub commit: u8,
}

/// All steps of a life.
pub const STEPS: [Step; 6] = [
    Step { number: 1, role: Role::Ipe, commit: 1 },
    Step { number: 2, role: Role::Hub, commit: 1 },
    Step { number: 3, role: Role::Mare, commit: 1 },
    Step { number: 4, role: Role::Hub, commit: 2 },
    Step { number: 5, role: Role::Ipe, commit: 2 },
    Step { number: 6, role: Role::Hub, commit: 3 },
];

/// The points of a step, as the services call them.
pub const POINTS: [&str; 4] = ["committing", "committed", "sent", "effected"];

/// Where a process dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Death {
    pub step: Step,
    pub point: &'static str,
}

/// How long until somebody has died who must.
const DEATH_MAX: Duration = Duration::from_secs(20);
/// How long the second has to die while the first is dead; it may wait for the first.
const AT_ONCE: Duration = Duration::from_millis(1500);
/// Between two tries of a customer.
const TRY_AGAIN: Duration = Duration::from_millis(100);

/// Every combination that exists: a request has no position, and the last step sends nothing.
pub fn deaths() -> Vec<Death> {
    let all = STEPS.into_iter().flat_map(|step| POINTS.map(|point| Death { step, point }));
    all.filter(|death| !matches!((death.step.number, death.point), (1, "effected") | (6, "sent"))).collect()
}

/// Each death with one of another process, at the same point of a later step.
pub fn pairs() -> Vec<[Death; 2]> {
    let all = deaths();
    let partner = |first: &Death| {
        let later = all.iter().find(|second| {
            second.point == first.point
                && second.step.number > first.step.number
                && second.step.role != first.step.role
        });
        later.map(|second| [*first, *second])
    };
    all.iter().filter_map(partner).collect()
}

impl fmt::Display for Death {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} dies {} step {}", self.step.role, words(self.point), self.step.number)
    }
}

fn words(point: &str) -> &'static str {
    match point {
        "committing" => "before the commit of",
        "committed" => "committed, not sent,",
        "sent" => "sent, not acknowledged,",
        _ => "before moving on from",
    }
}

/// Sends one Pix, in whose life these die, and judges what came of it.
///
/// # Errors
/// When somebody does not die who must, or does not come back.
pub async fn play(
    stage: &mut Stage,
    crowd: &Crowd,
    deaths: &[Death],
    healed: Duration,
) -> anyhow::Result<Round> {
    for death in deaths {
        stage.kill(death.step.role.first()).await?;
        let plan = format!("{}@{}", death.point, death.step.commit);
        stage.start(death.step.role.first(), &vec![("FAULT_ABORT", plan)])?;
    }
    stage.up().await?;
    let (payer, payee) = (0, crowd.citizens.len() - 1);
    let order = SendPix::new(crowd.citizens[payee].key(), 7);
    let sending = tokio::spawn(accepted(crowd.citizens[payer].seats[0].clone(), order.clone()));
    for (place, death) in deaths.iter().enumerate() {
        let process = stage.process(death.step.role.first())?;
        process.end(DEATH_MAX).await.with_context(|| format!("expected: {death}"))?;
        if let Some(next) = deaths.get(place + 1) {
            // Both are dead at once where the second does not need the first to come so far.
            drop(stage.process(next.step.role.first())?.end(AT_ONCE).await);
        }
        stage.start_if_missing(death.step.role.first()).await?;
    }
    let mended = Instant::now();
    let id = sending.await??;
    crowd.journal.note(Order {
        payer,
        payee: Some(payee),
        amount_cents: order.amount_cents,
        idempotency_key: order.idempotency_key,
        told: Told::Accepted(id),
    });
    let verdict = judge(stage, crowd, healed).await?;
    let fault = deaths.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
    Ok(Round { fault, instances: 1, orders: 1, accepted: 1, recovered_in: mended.elapsed(), verdict })
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
