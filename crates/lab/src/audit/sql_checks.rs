//! A bank's books as a whole, in set-based SQL on its snapshot: balances, their chains, and the bank's own accounts.

use super::{
    check::{Check, Findings},
    totals::Booked,
};
use sqlx::{PgConnection, Row as _};

/// The balances of the bank's own accounts, and what is issued, in cents.
#[derive(Debug, Clone, Copy, Default)]
pub struct OwnAccounts {
    pub in_flight: i64,
    pub booked: Booked,
}

/// Broken rows: what they say, and in each how many there are in all.
struct Rule {
    check: Check,
    /// Selects `(text, count over all)`, at most 20 rows.
    sql: &'static str,
}

const RULES: [Rule; 3] = [
    Rule {
        check: Check::Balances,
        sql: "select format('account %s: its balance is %s cents, its postings sum to %s',
                  coalesce(id, customer), coalesce(balance_cents::text, 'missing'), coalesce(booked, 0)),
              count(*) over ()
              from accounts full join (
                  select customer, sum(case when credit = customer then amount_cents else -amount_cents end) as booked
                  from postings where customer is not null group by customer
              ) as sums on customer = id
              where balance_cents is distinct from coalesce(booked, 0)
              order by coalesce(id, customer) limit 20",
    },
    Rule {
        check: Check::BalanceChains,
        sql: "select format('account %s, posting %s: %s cents after, expected %s', customer, id, after, expected),
              count(*) over ()
              from (
                  select customer, id, balance_after_cents as after,
                      lag(balance_after_cents, 1, 0::bigint) over (partition by customer order by id)
                      + case when credit = customer then amount_cents else -amount_cents end as expected
                  from postings where customer is not null
              ) as chain
              where after is distinct from expected order by customer, id limit 20",
    },
    Rule {
        check: Check::NoNegativeBalance,
        sql: "select what, count(*) over () from (
                  select format('account %s: %s cents', id, balance_cents) as what
                  from accounts where balance_cents < 0
                  union all
                  select format('account %s: %s cents after posting %s', customer, balance_after_cents, id)
                  from postings where balance_after_cents < 0
              ) as below order by what limit 20",
    },
];

/// Judges the accounts of the bank called `bank`, and reads what is booked.
pub async fn judge_accounts(
    bank: &str,
    connection: &mut PgConnection,
    findings: &mut Findings,
) -> anyhow::Result<OwnAccounts> {
    for Rule { check, sql } in RULES {
        let rows = sqlx::query(sql).fetch_all(&mut *connection).await?;
        let count: i64 = rows.first().map_or(Ok(0), |row| row.try_get(1))?;
        let listed = rows.iter().map(|row| Ok(format!("{bank} {}", row.try_get::<String, _>(0)?)));
        findings.add_counted(check, count.unsigned_abs(), listed.collect::<Result<_, sqlx::Error>>()?);
    }
    own_accounts(bank, connection, findings).await
}

async fn own_accounts(
    bank: &str,
    connection: &mut PgConnection,
    findings: &mut Findings,
) -> anyhow::Result<OwnAccounts> {
    let row = sqlx::query(
        "select coalesce(sum(case when credit = 1 then amount_cents else 0 end)
                    - sum(case when debit = 1 then amount_cents else 0 end), 0)::bigint,
                coalesce(sum(case when credit = 2 then amount_cents else 0 end)
                    - sum(case when debit = 2 then amount_cents else 0 end), 0)::bigint,
                coalesce(sum(case when credit = 3 then amount_cents else 0 end)
                    - sum(case when debit = 3 then amount_cents else 0 end), 0)::bigint,
                coalesce(sum(amount_cents) filter (where kind = 'opening'), 0)::bigint,
                (select coalesce(sum(balance_cents), 0)::bigint from accounts)
         from postings",
    );
    let row = row.fetch_one(connection).await?;
    let [in_flight, settlement, treasury, openings, customers]: [i64; 5] =
        [row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?, row.try_get(4)?];
    if treasury != -openings {
        let what = format!("{bank}: the treasury is at {treasury} cents, opening money is {openings}");
        findings.add(Check::Treasury, what);
    }
    let total = customers + in_flight + settlement + treasury;
    if total != 0 {
        let what = format!(
            "{bank}: customers {customers}, in-flight {in_flight}, settlement {settlement}, treasury {treasury} \
             sum to {total} cents"
        );
        findings.add(Check::BooksBalance, what);
    }
    Ok(OwnAccounts { in_flight, booked: Booked { customers, settlement, openings } })
}
