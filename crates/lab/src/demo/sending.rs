//! Sends an order until there is an answer, as a patient app does: always under the same idempotency key, so that
//! nothing is paid twice however often it is cut off.

use super::tally::Answer;
use crate::client::{self, Customer, SendPix};
use std::time::Duration;

/// Where the bank did not say when.
const AGAIN: Duration = Duration::from_secs(1);
/// However long the bank asked for.
const AGAIN_MAX: Duration = Duration::from_secs(5);

/// Asks again after 503, 429 and silence, logs in anew after 401; any other answer is the answer.
pub async fn until_answered(customer: &mut Customer, order: &SendPix) -> Answer {
    loop {
        match customer.send(order).await {
            Ok(answer) if answer.status == 202 && !answer.text("end_to_end_id").is_empty() => {
                return match order.is_shown_to(customer, &answer.body) {
                    Ok(()) => Answer::Accepted(answer.text("end_to_end_id").to_owned()),
                    Err(words) => Answer::Refused { words, balance_cents: None },
                };
            }
            Ok(answer) if answer.status == 401 => {
                match Customer::log_in(&customer.bank, customer.person.clone()).await {
                    Ok(fresh) => *customer = fresh,
                    Err(_) => tokio::time::sleep(AGAIN).await,
                }
            }
            Ok(answer) if is_definite(answer.status) => {
                let words = format!("{} {}", answer.status, answer.problem());
                return Answer::Refused { words, balance_cents: customer.balance().await.ok() };
            }
            Ok(answer) => tokio::time::sleep(pause(&answer)).await,
            Err(_) => tokio::time::sleep(AGAIN).await,
        }
    }
}

fn is_definite(status: u16) -> bool {
    (400..500).contains(&status) && !matches!(status, 408 | 429)
}

fn pause(answer: &client::Answer) -> Duration {
    let seconds = answer.header("retry-after").and_then(|text| text.parse().ok());
    seconds.map_or(AGAIN, Duration::from_secs).min(AGAIN_MAX)
}
