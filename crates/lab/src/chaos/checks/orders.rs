//! Orders against transfers: each accepted order is one transfer, and every balance is what the orders make it.

use crate::chaos::workload::{
    Workload,
    history::{Order, OrderOutcome},
};
use sqlx::{PgConnection, Row as _};
use std::collections::{BTreeSet, HashMap};

/// What every account opens with, in cents.
const OPENING_CENTS: i64 = 100_000;

/// A transfer as its payer's bank has it.
pub struct Sent {
    payer: usize,
    id: String,
    status: String,
    amount_cents: i64,
}

/// Every transfer of the account holders, by idempotency key; one without a key under its id.
///
/// # Errors
/// When a database cannot be read.
pub async fn read_sent(
    banks: &mut [PgConnection],
    workload: &Workload,
) -> anyhow::Result<HashMap<String, Sent>> {
    let mut sent = HashMap::new();
    for (index, bank) in banks.iter_mut().enumerate() {
        let rows = sqlx::query(
            "select account_id, coalesce(idempotency_key, end_to_end_id) as name, end_to_end_id, status, amount_cents
             from transfers where side = 'out'",
        );
        for row in rows.fetch_all(bank).await? {
            let account: i64 = row.try_get("account_id")?;
            let payer = workload.holders.iter().position(|who| (who.bank, who.account) == (index, account));
            let Some(payer) = payer else { continue };
            let (id, status) = (row.try_get("end_to_end_id")?, row.try_get("status")?);
            let amount_cents = row.try_get("amount_cents")?;
            sent.insert(row.try_get("name")?, Sent { payer, id, status, amount_cents });
        }
    }
    Ok(sent)
}

/// What breaks "an accepted order is one transfer, a refused one none, one without an answer at most one".
pub fn judge_once(orders: &[Order], sent: &HashMap<String, Sent>) -> Vec<String> {
    let mut broken = Vec::new();
    let mut ordered = BTreeSet::new();
    for order in orders {
        let found = sent.get(&order.idempotency_key);
        ordered.extend(found.map(|sent| sent.id.as_str()));
        let as_ordered =
            found.is_some_and(|sent| (sent.payer, sent.amount_cents) == (order.payer, order.amount_cents));
        match (&order.outcome, found) {
            (OrderOutcome::Accepted(id), Some(sent)) if *id == sent.id && as_ordered => {}
            (OrderOutcome::Accepted(id), _) => {
                broken.push(format!("{id} was accepted, and is not there as it was ordered"))
            }
            (OrderOutcome::Refused(status), Some(sent)) => {
                broken.push(format!("{} was refused with {status}, and sent", sent.id))
            }
            (OrderOutcome::Unknown, Some(sent)) if !as_ordered => {
                broken.push(format!("{} is not what was ordered", sent.id))
            }
            (OrderOutcome::Refused(_) | OrderOutcome::Unknown, _) => {}
        }
    }
    let unordered = sent.values().filter(|sent| !ordered.contains(sent.id.as_str()));
    broken.extend(unordered.map(|sent| format!("{} was sent, and nobody ordered it", sent.id)));
    broken
}

/// The balances of all account holders.
///
/// # Errors
/// When a database cannot be read.
pub async fn read_balances(banks: &mut [PgConnection], workload: &Workload) -> anyhow::Result<Vec<i64>> {
    let mut balances = Vec::new();
    for holder in workload.holders.iter() {
        let query =
            sqlx::query_scalar("select balance_cents from accounts where id = $1").bind(holder.account);
        balances.push(query.fetch_one(&mut banks[holder.bank]).await?);
    }
    Ok(balances)
}

/// The balances that are not what the orders make them.
pub fn judge_balances(orders: &[Order], sent: &HashMap<String, Sent>, has: &[i64]) -> Vec<String> {
    let mut should = vec![OPENING_CENTS; has.len()];
    for order in orders {
        let Some(sent) = sent.get(&order.idempotency_key).filter(|sent| sent.status != "rejected") else {
            continue;
        };
        should[order.payer] -= sent.amount_cents;
        if let (Some(payee), "completed") = (order.payee, sent.status.as_str()) {
            should[payee] += sent.amount_cents;
        }
    }
    let wrong = has.iter().zip(&should).enumerate().filter(|(_, (has, should))| has != should);
    wrong
        .map(|(who, (has, should))| format!("customer {who} has {has} cents, and should have {should}"))
        .collect()
}
