//! The money in the whole system, to the cent, while transfers run: summed over the balances of all banks, and what is
//! on its way. It reads accounts and what is open, never the history, so it costs the same after millions of transfers.
//!
//! Sums of different instants mean nothing. All databases are of one server, whose `pg_current_snapshot()` names which
//! transactions have ended, whatever their database: when it is the same before and after, nothing was written
//! meanwhile, and all that was read between is of one instant.

use sqlx::{PgConnection, Row as _, postgres::PgRow};

/// Beyond so many open transfers the sum is left out: it would cost more than a look may.
const OPEN_MAX: i64 = 20_000;

const SNAPSHOT: &str = "select pg_current_snapshot()::text";
/// `$1`: since when openings are counted. An account's opening money is the first of its postings.
const BALANCES: &str = "select
    (select coalesce(sum(balance_cents), 0)::bigint from accounts),
    (select coalesce(sum(amount_cents), 0)::bigint from holders join postings on customer = holders.account_id
     where kind = 'opening' and opened_at >= $1::timestamptz)";
const OPEN: &str =
    "select end_to_end_id, amount_cents from open_questions join transfers using (end_to_end_id)
    where side = 'out' and status = 'pending' limit $1";
const CREDITED: &str = "select coalesce(sum(amount_cents), 0)::bigint from transfers
    where end_to_end_id = any($1) and side = 'in' and status = 'completed'";

/// What is in the system at one instant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Money {
    /// In accounts, or taken from a payer and not yet credited nor refunded.
    pub cents: i64,
    /// What accounts that were opened since some fixed time have brought.
    pub opened_cents: i64,
    /// Transfers that have left a payer and have not ended there.
    pub waiting: usize,
}

impl Money {
    /// What accounts opened since `first` have brought, and any other change, which no transfer may ever make; in cents.
    pub fn since(self, first: Money) -> (i64, i64) {
        let opened_cents = self.opened_cents - first.opened_cents;
        (opened_cents, self.cents - first.cents - opened_cents)
    }
}

/// The time of the server, a minute ago: openings are counted from then, so that one under way now is counted too.
pub async fn a_minute_ago(bank: &mut PgConnection) -> sqlx::Result<String> {
    let time = sqlx::query_scalar("select (clock_timestamp() - interval '1 minute')::text");
    time.fetch_one(bank).await
}

/// The money in all of `banks`; None when something was written meanwhile, or too much is open.
pub async fn at_one_instant(banks: &mut [PgConnection], since: &str) -> sqlx::Result<Option<Money>> {
    let before = snapshot(banks).await?;
    let (mut money, mut open) = (Money::default(), Vec::new());
    for bank in &mut *banks {
        let row = sqlx::query(BALANCES).bind(since).fetch_one(&mut *bank).await?;
        money.cents += row.try_get::<i64, _>(0)?;
        money.opened_cents += row.try_get::<i64, _>(1)?;
        open.extend(sqlx::query(OPEN).bind(OPEN_MAX).try_map(id_and_cents).fetch_all(bank).await?);
    }
    if open.len() >= OPEN_MAX.unsigned_abs() as usize {
        return Ok(None);
    }
    money.waiting = open.len();
    let (ids, cents): (Vec<String>, Vec<i64>) = open.into_iter().unzip();
    money.cents += cents.iter().sum::<i64>();
    for bank in &mut *banks {
        // Credited already, though the payer's bank has not heard of it: not on its way any more.
        money.cents -= sqlx::query_scalar::<_, i64>(CREDITED).bind(&ids).fetch_one(bank).await?;
    }
    Ok((before == snapshot(banks).await?).then_some(money))
}

async fn snapshot(banks: &mut [PgConnection]) -> sqlx::Result<Option<String>> {
    match banks.first_mut() {
        Some(bank) => sqlx::query_scalar(SNAPSHOT).fetch_one(bank).await.map(Some),
        None => Ok(None),
    }
}

fn id_and_cents(row: PgRow) -> sqlx::Result<(String, i64)> {
    Ok((row.try_get(0)?, row.try_get(1)?))
}
