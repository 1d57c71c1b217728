//! What the customers asked for and what they were told: one of the two witnesses of the invariants.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// What a customer knows of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// 202, with the end-to-end id.
    Accepted(String),
    /// A definite no, by its status.
    Refused(u16),
    /// Cut off, or told to come back, until the customer gave up.
    Unknown,
}

/// One order, however often it was sent.
#[derive(Debug, Clone)]
pub struct Order {
    /// Index of the payer among the citizens.
    pub payer: usize,
    /// Of whoever is paid; None for a key of nobody.
    pub payee: Option<usize>,
    pub amount_cents: i64,
    pub idempotency_key: String,
    pub told: Told,
}

/// All orders, and what was seen that must never be seen.
#[derive(Default)]
pub struct Journal {
    orders: Mutex<Vec<Order>>,
    breaches: Mutex<Vec<String>>,
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Journal {
    pub fn note(&self, order: Order) {
        held(&self.orders).push(order);
    }

    /// Something that no fault excuses.
    pub fn breach(&self, what: String) {
        held(&self.breaches).push(what);
    }

    pub fn orders(&self) -> Vec<Order> {
        held(&self.orders).clone()
    }

    /// What was seen since the last time this was asked.
    pub fn take_breaches(&self) -> Vec<String> {
        std::mem::take(&mut *held(&self.breaches))
    }

    /// Orders so far, and how many of them were accepted.
    pub fn counts(&self) -> (usize, usize) {
        let orders = held(&self.orders);
        (orders.len(), orders.iter().filter(|order| matches!(order.told, Told::Accepted(_))).count())
    }
}
