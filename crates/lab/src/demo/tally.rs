//! What the demo itself knows: what it sent, what became of it, and who has how much. Pure.

use super::{orders::Order, orders::Purse};
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

/// How a transfer ended, as its payer's bank has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Completed,
    Refunded,
}

/// What an order's request came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The end-to-end id.
    Accepted(String),
    /// Nothing was taken from the payer, in the bank's words; `balance_cents` is what the payer has, if the bank said.
    Refused { words: String, balance_cents: Option<i64> },
}

#[derive(Debug)]
struct Sent {
    order: Order,
    at: Instant,
}

/// All orders. What is sent is completed, refunded or waits: these three always add up.
#[derive(Debug)]
pub struct Tally {
    purses: Vec<Purse>,
    waiting: BTreeMap<String, Sent>,
    pub completed: u64,
    pub refunded: u64,
    pub refused: u64,
}

impl Tally {
    pub fn new(purses: Vec<Purse>) -> Self {
        Self { purses, waiting: BTreeMap::new(), completed: 0, refunded: 0, refused: 0 }
    }

    pub fn purses(&self) -> &[Purse] {
        &self.purses
    }

    /// The request goes out.
    pub fn asked(&mut self, order: &Order) {
        self.purses[order.payer].busy = true;
    }

    /// The request is answered.
    pub fn answered(&mut self, order: Order, answer: Answer, now: Instant) {
        let payer = &mut self.purses[order.payer];
        payer.busy = false;
        match answer {
            Answer::Accepted(id) => {
                payer.balance_cents -= order.amount_cents;
                self.waiting.insert(id, Sent { order, at: now });
            }
            Answer::Refused { balance_cents, .. } => {
                payer.balance_cents = balance_cents.unwrap_or(payer.balance_cents);
                self.refused += 1;
            }
        }
    }

    /// The transfer has ended. A repeat changes nothing.
    pub fn ended(&mut self, id: &str, end: End) {
        let Some(Sent { order, .. }) = self.waiting.remove(id) else { return };
        let (count, gains) = match end {
            End::Completed => (&mut self.completed, order.payee),
            End::Refunded => (&mut self.refunded, order.payer),
        };
        *count += 1;
        self.purses[gains].balance_cents += order.amount_cents;
    }

    pub fn sent(&self) -> u64 {
        self.completed + self.refunded + self.waiting.len() as u64
    }

    /// The ids of those that have not ended.
    pub fn waiting(&self) -> impl ExactSizeIterator<Item = &String> {
        self.waiting.keys()
    }

    /// Age of the oldest that has not ended; zero where there is none.
    pub fn oldest(&self, now: Instant) -> Duration {
        let ages = self.waiting.values().map(|sent| now.saturating_duration_since(sent.at));
        ages.max().unwrap_or_default()
    }

    /// Requests without an answer yet.
    pub fn asking(&self) -> usize {
        self.purses.iter().filter(|purse| purse.busy).count()
    }

    /// Nothing is under way.
    pub fn is_quiet(&self) -> bool {
        self.waiting.is_empty() && self.asking() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order() -> Order {
        Order { payer: 0, payee: 1, key: 0, mistyped: false, amount_cents: 300, description: "" }
    }

    fn tally() -> Tally {
        Tally::new((0..2).map(|bank| Purse { bank, balance_cents: 1000, busy: false }).collect())
    }

    fn balances(tally: &Tally) -> Vec<i64> {
        tally.purses().iter().map(|purse| purse.balance_cents).collect()
    }

    #[test]
    fn what_is_sent_waits_until_it_is_completed_or_refunded() {
        let (mut tally, now) = (tally(), Instant::now());
        for id in ["a", "b", "c"] {
            tally.asked(&order());
            assert_eq!((tally.asking(), tally.is_quiet()), (1, false));
            tally.answered(order(), Answer::Accepted(id.into()), now);
        }
        assert_eq!(balances(&tally), [100, 1000]);
        assert_eq!(tally.oldest(now + Duration::from_secs(7)), Duration::from_secs(7));
        tally.ended("a", End::Completed);
        tally.ended("a", End::Completed);
        tally.ended("b", End::Refunded);
        assert_eq!((tally.sent(), tally.completed, tally.refunded, tally.waiting().len()), (3, 1, 1, 1));
        assert_eq!(balances(&tally), [400, 1300]);
        tally.ended("c", End::Completed);
        assert!(tally.is_quiet());
        assert_eq!(tally.oldest(now), Duration::ZERO);
    }

    #[test]
    fn what_is_refused_was_never_sent() {
        let mut tally = tally();
        tally.asked(&order());
        let refused = Answer::Refused { words: "no".into(), balance_cents: Some(20) };
        tally.answered(order(), refused, Instant::now());
        assert_eq!((tally.sent(), tally.refused, balances(&tally)), (0, 1, vec![20, 1000]));
    }
}
