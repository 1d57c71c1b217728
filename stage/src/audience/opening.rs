//! Opens an account for a phone: asked until it is answered, however long bank or hub are away.

use std::{sync::Arc, time::Duration};

use secret::Secret;
use tokio::time::sleep;

use super::{
    bank::{Bank, Heard},
    inside::Inside,
    papers::Papers,
    seat::Account,
};

/// Until a bank that did not answer is asked again.
const AGAIN: Duration = Duration::from_millis(400);

/// The scene was set anew: everybody gets an account again.
pub fn begin_anew(room: &Arc<Inside>) {
    let scene = room.stop.child_token();
    let count = room.change(|seats| {
        seats.begin_anew(scene.clone());
        u32::try_from(seats.all.len()).unwrap_or(u32::MAX)
    });
    for number in 1..=count {
        room.spawn(&scene, open(Arc::clone(room), number));
    }
}

/// Whoever does not get one, as the bank refuses it, is told so in the log: such papers were made by us.
pub async fn open(room: Arc<Inside>, number: u32) {
    if let Err(why) = until_open(&room, number).await {
        tracing::error!("the customer {number} of the room gets no account: the bank says {why}");
    }
}

async fn until_open(room: &Inside, number: u32) -> Result<(), String> {
    let Some((bank, name)) = room.bank_of(number) else { return Ok(()) };
    let papers = Papers::drawn(&room.entropy);
    let (session, balance_cents) = account(bank, &name, &papers).await?;
    let account =
        Account { papers: papers.clone(), session: session.clone(), balance_cents, reachable: false };
    room.change(|seats| seats.open(number, account));
    // A directory that was not reached has registered nothing; one whose answer is unknown is asked again by the bank.
    while !answered(|| bank.register(&session, &papers)).await? {
        sleep(AGAIN).await;
    }
    room.change(|seats| seats.reach(number));
    Ok(())
}

async fn account(bank: &Bank, name: &str, papers: &Papers) -> Result<(Secret, i64), String> {
    // The semaphore is never closed.
    let _turn = bank.openings.acquire().await;
    answered(|| bank.open(name, papers)).await?;
    let session = answered(|| bank.log_in(papers)).await?;
    let balance_cents = answered(|| bank.balance_cents(&session)).await?;
    Ok((session, balance_cents))
}

async fn answered<T, F: Future<Output = Heard<T>>>(ask: impl Fn() -> F) -> Result<T, String> {
    loop {
        match ask().await {
            Heard::Is(value) => return Ok(value),
            Heard::No(word) => return Err(word),
            // A session that has just begun is over only where the scene was struck: somebody will end us.
            Heard::Again | Heard::NoSession => sleep(AGAIN).await,
        }
    }
}
