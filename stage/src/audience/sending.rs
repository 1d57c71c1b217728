//! Sends an order until it is answered, as a patient app does: always under the same key.

use std::{sync::Arc, time::Duration};

use tokio::time::sleep;

use super::{
    bank::{Bank, Heard, Sent},
    inside::Inside,
    orders::Answer,
    seat::Account,
};

/// Until a bank that did not answer is asked again; longer with each time, up to the most.
const AGAIN: Duration = Duration::from_millis(300);
const AGAIN_MAX: Duration = Duration::from_millis(1500);

/// One order of the seat of that number.
pub struct Errand {
    pub number: u32,
    /// As the phone knows the order.
    pub order: String,
    /// The Pix key that is paid.
    pub key: String,
    pub amount_cents: i64,
}

pub async fn send(room: Arc<Inside>, errand: Errand) {
    let (number, mut wait) = (errand.number, AGAIN);
    let Some((bank, _)) = room.bank_of(number) else { return };
    let idempotency_key = format!("sala-{number}-{}", errand.order);
    loop {
        // Gone only where the scene was struck, and with it the order.
        let Some(account) = room.account_of(number) else { return };
        let answer = match ask(bank, &account, (&idempotency_key, &errand)).await {
            Heard::Is(id) => Answer::Accepted(id),
            Heard::No(word) => Answer::Refused(word),
            Heard::NoSession => {
                if let Heard::Is(session) = bank.log_in(&account.papers).await {
                    room.renew(number, session);
                }
                Answer::None { in_vain: true }
            }
            Heard::Again => Answer::None { in_vain: true },
        };
        let answered = !matches!(answer, Answer::None { .. });
        room.change(|seats| seats.answer(number, &errand.order, answer));
        if answered {
            return;
        }
        sleep(wait).await;
        wait = (wait * 3 / 2).min(AGAIN_MAX);
    }
}

async fn ask(bank: &Bank, account: &Account, (idempotency_key, errand): (&str, &Errand)) -> Heard<String> {
    // The semaphore is never closed.
    let _turn = bank.orders.acquire().await;
    let (key, amount_cents) = (errand.key.clone(), errand.amount_cents);
    bank.send(&account.session, Sent { idempotency_key, key, amount_cents, pin: &account.papers.pin }).await
}
