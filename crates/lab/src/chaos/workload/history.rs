//! What the customers ordered and were answered. The invariants are judged from this and the databases alone.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// What a customer knows of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrderOutcome {
    /// 202, with the end-to-end id.
    Accepted(String),
    /// A definite no, by its status.
    Refused(u16),
    /// No answer, or 503, until the customer gave up.
    Unknown,
}

/// One order, however often it was sent.
#[derive(Debug, Clone)]
pub struct Order {
    /// Index of the payer among the account holders.
    pub payer: usize,
    /// Index of the payee; None for a key of nobody.
    pub payee: Option<usize>,
    pub amount_cents: i64,
    pub idempotency_key: String,
    pub outcome: OrderOutcome,
}

/// All orders, and every answer that must never be given.
#[derive(Default)]
pub struct History {
    orders: Mutex<Vec<Order>>,
    breaches: Mutex<Vec<String>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl History {
    pub fn note(&self, order: Order) {
        lock(&self.orders).push(order);
    }

    /// Records what no fault excuses.
    pub fn breach(&self, what: String) {
        lock(&self.breaches).push(what);
    }

    pub fn orders(&self) -> Vec<Order> {
        lock(&self.orders).clone()
    }

    /// The breaches since the last call.
    pub fn take_breaches(&self) -> Vec<String> {
        std::mem::take(&mut *lock(&self.breaches))
    }

    /// Orders so far, and how many of them were accepted.
    pub fn counts(&self) -> (usize, usize) {
        let orders = lock(&self.orders);
        (
            orders.len(),
            orders.iter().filter(|order| matches!(order.outcome, OrderOutcome::Accepted(_))).count(),
        )
    }
}
