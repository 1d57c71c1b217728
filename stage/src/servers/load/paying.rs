//! One order, sent until it is answered, as a patient app does: always under the same idempotency key.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use lab::{
    client::{Customer, SendPix},
    demo::orders::{Order, Purse},
};
use tokio::time::sleep;

use super::{People, lock};
use crate::servers::witness::{Accepted, Witness};

/// Until a bank that did not answer, or had no time, is asked again.
const AGAIN: Duration = Duration::from_millis(500);
/// Every so many orders an app forgets that it was answered, and sends the order again.
const REPEATED_EVERY: u64 = 10;
/// A key that nobody has.
const NOBODYS: &str = "ninguem@exemplo.com.br";

/// Sends the order with this number.
pub fn pay(
    people: &People,
    (order, number): (&Order, u64),
    witness: Arc<Witness>,
) -> impl Future<Output = ()> + Send + use<> {
    let Order { payer, payee, key, mistyped, amount_cents, description } = order.clone();
    let (mut customer, purses) = (people.accounts[payer].customer.clone(), Arc::clone(&people.purses));
    let keys = &people.accounts[payee].keys;
    let key = if mistyped { NOBODYS } else { keys[key % keys.len()].as_str() };
    let sent = SendPix { description: description.to_owned(), ..SendPix::new(key, amount_cents) };
    // Taken from the purse before it is answered: several may be under way.
    move_money(&purses, payer, -amount_cents);
    async move {
        let accepted = until_answered(&mut customer, &sent, &witness).await;
        let to = if accepted.is_some() && !mistyped { payee } else { payer };
        move_money(&purses, to, amount_cents);
        if let Some(id) = accepted.filter(|_| number.is_multiple_of(REPEATED_EVERY)) {
            again(&customer, &sent, (&id, &witness)).await;
        }
    }
}

/// The id of the transfer, once it is accepted; None when it was refused.
async fn until_answered(customer: &mut Customer, order: &SendPix, witness: &Witness) -> Option<String> {
    loop {
        match customer.send(order).await {
            Ok(answer) if answer.status == 202 => {
                let end_to_end_id = answer.text("end_to_end_id").to_owned();
                let (idempotency_key, amount_cents) = (order.idempotency_key.clone(), order.amount_cents);
                witness.accepted(Accepted {
                    end_to_end_id: end_to_end_id.clone(),
                    idempotency_key,
                    amount_cents,
                });
                witness.answered(order.is_shown_to(customer, &answer.body).err());
                return Some(end_to_end_id);
            }
            Ok(answer) if answer.status == 401 => {
                if let Ok(fresh) = Customer::log_in(&customer.bank, customer.person.clone()).await {
                    *customer = fresh;
                    continue;
                }
            }
            Ok(answer) if matches!(answer.status, 408 | 429 | 503) => {}
            Ok(answer) if answer.status >= 500 => {
                witness.answered(Some(format!("a bank said {}: {}", answer.status, answer.text("title"))));
            }
            Ok(_) => {
                witness.answered(None);
                return None;
            }
            Err(_) => {}
        }
        sleep(AGAIN).await;
    }
}

/// The same order once more is the same transfer.
async fn again(customer: &Customer, order: &SendPix, (id, witness): (&str, &Witness)) {
    if let Ok(answer) = customer.send(order).await
        && answer.status == 202
    {
        let other = answer.text("end_to_end_id");
        witness
            .answered((other != id).then(|| format!("{id} was ordered again, and became {other} as well")));
    }
}

fn move_money(purses: &Mutex<Vec<Purse>>, who: usize, cents: i64) {
    if let Some(purse) = lock(purses).get_mut(who) {
        purse.balance_cents += cents;
    }
}
