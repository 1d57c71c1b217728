//! What must hold whatever was broken, judged from two witnesses alone: the databases, and what the customers were told.

use super::{
    crowd::Crowd,
    journal::{Order, Told},
    stage::Stage,
    unread::wait_until_read,
};
use crate::audit::{audit, wait_until_settled};
use sqlx::{PgConnection, Row as _};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt,
    time::{Duration, Instant},
};

/// What is claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Invariant {
    /// Every accepted transfer has ended, nobody asks any more, every message is read, every key is settled: in time.
    Ended,
    /// The audit: books balance, positions sum up, hub and banks agree on every transfer.
    Books,
    /// An accepted order is exactly one transfer, a refused one none, one without an answer at most one.
    Once,
    /// Each customer has what the orders make it, to the cent.
    Balances,
    /// A key has one owner, and hub and banks agree who.
    Keys,
    /// Put aside is what nobody can read, and nothing else.
    Letters,
    /// Nobody was ever shown what must not be: two owners, a key that is not found, a balance below zero, an answer of 500,
    /// another's order; and no log says who somebody is.
    Seen,
}

/// All of them.
pub const ALL: [Invariant; 7] = [
    Invariant::Ended,
    Invariant::Books,
    Invariant::Once,
    Invariant::Balances,
    Invariant::Keys,
    Invariant::Letters,
    Invariant::Seen,
];

/// How it stands after a fault.
pub struct Verdict {
    /// From the look until nothing was under way any more.
    pub settled_in: Duration,
    pub broken: BTreeMap<Invariant, Vec<String>>,
}

impl Verdict {
    pub fn holds(&self) -> bool {
        self.broken.is_empty()
    }

    pub(super) fn add(&mut self, invariant: Invariant, what: impl IntoIterator<Item = String>) {
        let what: Vec<_> = what.into_iter().collect();
        if !what.is_empty() {
            self.broken.entry(invariant).or_default().extend(what);
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (invariant, what) in &self.broken {
            writeln!(f, "    {invariant:?}: {} broken", what.len())?;
            for line in what.iter().take(5) {
                writeln!(f, "      {line}")?;
            }
        }
        Ok(())
    }
}

/// Between two looks at something that is awaited.
const LOOK_AGAIN: Duration = Duration::from_millis(200);
/// What every account opens with, in cents.
const OPENING: i64 = 100_000;

/// Judges everything, while nobody sends. What is under way has `patience` to end.
///
/// # Errors
/// When a database cannot be read.
pub async fn judge(stage: &Stage, crowd: &Crowd, patience: Duration) -> anyhow::Result<Verdict> {
    let began = Instant::now();
    let mut verdict = Verdict { settled_in: Duration::ZERO, broken: BTreeMap::new() };
    // What is not read proves nothing, neither a repeat nor poison.
    let left = wait_until_read(stage, patience).await?;
    verdict.add(Invariant::Ended, left.err());
    let left = wait_until_settled(&stage.databases, patience.saturating_sub(began.elapsed())).await?;
    verdict.add(Invariant::Ended, left.err());
    let (mut hub, mut banks) = stage.databases.connect().await?;
    let left = keys_settled(&mut banks, patience.saturating_sub(began.elapsed())).await?;
    verdict.add(Invariant::Ended, left.err());
    verdict.settled_in = began.elapsed();

    let report = audit(&stage.databases).await?;
    let findings = report.claims.iter().flat_map(|claim| claim.first.iter().cloned());
    verdict.add(Invariant::Books, findings);
    verdict.add(Invariant::Seen, crowd.journal.take_breaches());
    let orders = crowd.journal.orders();
    let sent = sent(&mut banks, crowd).await?;
    verdict.add(Invariant::Once, once(&orders, &sent));
    let has = balances(&mut banks, crowd).await?;
    verdict.add(Invariant::Balances, balance(&orders, &sent, &has));
    verdict.add(Invariant::Keys, keys(&mut hub, &mut banks, stage).await?);
    verdict.add(Invariant::Letters, letters(&mut hub, &mut banks, stage).await?);
    Ok(verdict)
}

/// A transfer as its payer's bank has it.
struct Sent {
    payer: usize,
    id: String,
    status: String,
    amount_cents: i64,
}

/// Everything the citizens sent, by idempotency key; what has none is listed under its id.
async fn sent(banks: &mut [PgConnection], crowd: &Crowd) -> anyhow::Result<HashMap<String, Sent>> {
    let mut sent = HashMap::new();
    for (index, bank) in banks.iter_mut().enumerate() {
        let rows = sqlx::query(
            "select account_id, coalesce(idempotency_key, end_to_end_id) as name, end_to_end_id, status, amount_cents
             from transfers where side = 'out'",
        );
        for row in rows.fetch_all(bank).await? {
            let account: i64 = row.try_get("account_id")?;
            let payer = crowd.citizens.iter().position(|who| (who.bank, who.account) == (index, account));
            let Some(payer) = payer else { continue };
            let (id, status) = (row.try_get("end_to_end_id")?, row.try_get("status")?);
            let amount_cents = row.try_get("amount_cents")?;
            sent.insert(row.try_get("name")?, Sent { payer, id, status, amount_cents });
        }
    }
    Ok(sent)
}

fn once(orders: &[Order], sent: &HashMap<String, Sent>) -> Vec<String> {
    let mut broken = Vec::new();
    let mut ordered = BTreeSet::new();
    for order in orders {
        let found = sent.get(&order.idempotency_key);
        ordered.extend(found.map(|sent| sent.id.as_str()));
        let as_told =
            found.is_some_and(|sent| (sent.payer, sent.amount_cents) == (order.payer, order.amount_cents));
        match (&order.told, found) {
            (Told::Accepted(id), Some(sent)) if *id == sent.id && as_told => {}
            (Told::Accepted(id), _) => {
                broken.push(format!("{id} was accepted, and is not there as it was ordered"))
            }
            (Told::Refused(status), Some(sent)) => {
                broken.push(format!("{} was refused with {status}, and sent", sent.id))
            }
            (Told::Unknown, Some(sent)) if !as_told => {
                broken.push(format!("{} is not what was ordered", sent.id))
            }
            (Told::Refused(_) | Told::Unknown, _) => {}
        }
    }
    let unordered = sent.values().filter(|sent| !ordered.contains(sent.id.as_str()));
    broken.extend(unordered.map(|sent| format!("{} was sent, and nobody ordered it", sent.id)));
    broken
}

async fn balances(banks: &mut [PgConnection], crowd: &Crowd) -> anyhow::Result<Vec<i64>> {
    let mut balances = Vec::new();
    for citizen in crowd.citizens.iter() {
        let query =
            sqlx::query_scalar("select balance_cents from accounts where id = $1").bind(citizen.account);
        balances.push(query.fetch_one(&mut banks[citizen.bank]).await?);
    }
    Ok(balances)
}

fn balance(orders: &[Order], sent: &HashMap<String, Sent>, has: &[i64]) -> Vec<String> {
    let mut should = vec![OPENING; has.len()];
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

async fn keys_settled(banks: &mut [PgConnection], patience: Duration) -> anyhow::Result<Result<(), String>> {
    let deadline = Instant::now() + patience;
    loop {
        let mut open = 0;
        for bank in banks.iter_mut() {
            let count = sqlx::query_scalar("select count(*) from pix_keys where status <> 'active'");
            let count: i64 = count.fetch_one(bank).await?;
            open += count;
        }
        match open {
            0 => return Ok(Ok(())),
            _ if Instant::now() >= deadline => {
                return Ok(Err(format!("{open} keys are neither registered nor gone")));
            }
            _ => tokio::time::sleep(LOOK_AGAIN).await,
        }
    }
}

async fn keys(
    hub: &mut PgConnection,
    banks: &mut [PgConnection],
    stage: &Stage,
) -> anyhow::Result<Vec<String>> {
    let mut broken = Vec::new();
    for (bank, database) in banks.iter_mut().zip(&stage.databases.banks) {
        let here =
            sqlx::query("select key, account_id::text as account from pix_keys").fetch_all(bank).await?;
        let there = sqlx::query("select key, account from keys where bank = $1").bind(&database.ispb);
        let there = there.fetch_all(&mut *hub).await?;
        let [here, there] = [here, there].map(|rows| {
            let pair = |row: &sqlx::postgres::PgRow| {
                Ok((row.try_get::<String, _>(0)?, row.try_get::<String, _>(1)?))
            };
            rows.iter().map(pair).collect::<Result<BTreeSet<_>, sqlx::Error>>()
        });
        for (key, account) in here?.symmetric_difference(&there?) {
            broken.push(format!("{}: hub and bank disagree about {key} of account {account}", database.name));
        }
    }
    Ok(broken)
}

async fn letters(
    hub: &mut PgConnection,
    banks: &mut [PgConnection],
    stage: &Stage,
) -> anyhow::Result<Vec<String>> {
    let mut broken = Vec::new();
    for (place, database) in std::iter::once(hub).chain(banks).enumerate() {
        let rows = sqlx::query("select message_id, reason from dead_letters").fetch_all(database).await?;
        let mut aside = BTreeMap::new();
        for row in rows {
            aside.insert(row.try_get::<String, _>(0)?, row.try_get::<String, _>(1)?);
        }
        for (_, id) in stage.poison.iter().filter(|(reader, _)| *reader == place) {
            if aside.remove(id).is_none() {
                broken.push(format!("{id} was not put aside in database {place}"));
            }
        }
        broken.extend(aside.iter().map(|(id, reason)| format!("{id} was put aside: {reason}")));
    }
    Ok(broken)
}
