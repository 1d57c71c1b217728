//! What each transfer has done to the money of the whole system, and the sum of it. Pure.
//!
//! Sums over databases that were read at different instants mean nothing, so the system's money is summed transfer by
//! transfer, each from readings that fit together: the payer's side from the earlier one, the payee's from the later
//! one. A payer's side that ended then has its payee's side by now.

use super::{
    check::{Check, Findings},
    databases::Databases,
    sighting::{BankStatus, Side, Sighting},
};
use serde::Serialize;

/// What transfers between banks have done to the money, in cents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Effect {
    /// Of all customers' balances.
    pub customers: i64,
    /// Of all settlement positions.
    pub settlement: i64,
    /// Taken from payers, not yet credited nor refunded.
    pub underway: i64,
    /// Credited to payees, not yet settled by their payers' banks.
    pub credited_unsettled: i64,
    /// Settled with banks whose databases are not ours.
    pub outside: i64,
}

impl Effect {
    /// Of one transfer. What is paid inside a bank has none.
    pub fn of(databases: &Databases, first: &Sighting, second: &Sighting) -> Self {
        let mut effect = Self::default();
        let origin = databases.origin_of(&first.id);
        let out = origin.and_then(|index| Side::crosses(&first.banks.get(index)?.out));
        let credits = second.banks.iter().filter_map(|bank| Side::crosses(&bank.into));
        let credits: Vec<_> = credits.filter(|side| side.status == BankStatus::Completed).collect();
        let credited: i64 = credits.iter().map(|side| side.amount_cents).sum();
        effect.customers += credited;
        effect.settlement -= credited;
        if origin.is_none() {
            effect.outside -= credited;
        }
        let Some(Side { status, amount_cents: amount, .. }) = out else { return effect };
        match status {
            BankStatus::Rejected => {}
            BankStatus::Completed => {
                effect.customers -= amount;
                effect.settlement += amount;
                let is_outside = match &second.hub.transfer {
                    Some(hub) => {
                        hub.destination.as_deref().is_some_and(|ispb| databases.index_of(ispb).is_none())
                    }
                    // Banks of ours keep what they were credited.
                    None => second.hub.forgotten && credits.is_empty(),
                };
                if is_outside {
                    effect.outside += amount;
                }
            }
            BankStatus::Pending if credits.is_empty() => {
                effect.customers -= amount;
                effect.underway += amount;
            }
            BankStatus::Pending => {
                effect.customers -= amount;
                effect.credited_unsettled += amount;
            }
        }
        effect
    }

    pub fn add(&mut self, other: Effect) {
        self.customers += other.customers;
        self.settlement += other.settlement;
        self.underway += other.underway;
        self.credited_unsettled += other.credited_unsettled;
        self.outside += other.outside;
    }
}

/// What stands in the books of all banks, in cents, each bank from its snapshot.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Booked {
    pub customers: i64,
    pub settlement: i64,
    pub openings: i64,
}

/// The money of the whole system, in cents.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Money {
    /// What the banks' treasuries have issued.
    pub opening_cents: i64,
    /// In customers' accounts.
    pub customers_cents: i64,
    /// Taken from payers, not yet credited nor refunded.
    pub underway_cents: i64,
    /// Gone to (below zero: come from) banks whose databases are not ours.
    pub outside_cents: i64,
    /// Credited to payees, not yet settled by their payers' banks.
    pub credited_unsettled_cents: i64,
    /// The sum of all settlement positions.
    pub settlement_cents: i64,
}

impl Money {
    /// `seen`: the effects as the snapshots show them; `known`: as they are after reading again.
    pub fn new(booked: &Booked, seen: &Effect, known: &Effect) -> Self {
        Self {
            opening_cents: booked.openings,
            customers_cents: booked.customers + known.customers - seen.customers,
            underway_cents: known.underway,
            outside_cents: known.outside,
            credited_unsettled_cents: known.credited_unsettled,
            settlement_cents: booked.settlement + known.settlement - seen.settlement,
        }
    }

    pub fn judge(&self, findings: &mut Findings) {
        let money = self.customers_cents + self.underway_cents + self.outside_cents;
        if money != self.opening_cents {
            let what = format!(
                "{money} cents in the system, {} were issued: {:+}",
                self.opening_cents,
                money - self.opening_cents
            );
            findings.add(Check::MoneyInTheSystem, what);
        }
        let expected = self.outside_cents - self.credited_unsettled_cents;
        if self.settlement_cents != expected {
            let what = format!("they sum to {} cents, expected {expected}", self.settlement_cents);
            findings.add(Check::SettlementPositions, what);
        }
    }
}
