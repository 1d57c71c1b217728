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

const RULES: [Rule; 6] = [
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
        check: Check::ChargesPaidOnce,
        sql: "select format('account %s, charge %s: it says paid by %s, and %s transfers paid it',
                  charges.account_id, charges.txid, coalesce(paid_by, 'nobody'), count),
              count(*) over ()
              from charges cross join lateral (
                  select count(*) as count, min(end_to_end_id) as one from transfers
                  where account_id = charges.account_id and transfers.txid = charges.txid
                      and side = 'in' and status = 'completed'
              ) as payments
              where token is not null and (count > 1 or one is distinct from paid_by)
              order by charges.account_id, charges.txid limit 20",
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
    // On either side: what its payee gave back or is about to, and what its payer has back.
    Rule {
        check: Check::ReturnsFit,
        sql: "select format('%s %s: %s cents of %s are given back', original, sums.side, back, amount_cents),
              count(*) over ()
              from (
                  select original_end_to_end_id as original, case r.side when 'out' then 'in' else 'out' end as side,
                      sum(amount_cents)::bigint as back
                  from returns r join transfers t on t.end_to_end_id = return_id and t.side = r.side
                  where status <> 'rejected' group by 1, 2
              ) as sums join transfers on end_to_end_id = original and transfers.side = sums.side
              where back > amount_cents order by original limit 20",
    },
    Rule {
        check: Check::ReturnsFit,
        sql: "select format('%s %s: it says no transfer that it gives back, or another than its row', t.end_to_end_id, t.side),
              count(*) over ()
              from transfers t left join returns r on return_id = t.end_to_end_id and r.side = t.side
              where t.end_to_end_id >= 'D' and t.end_to_end_id < 'E' and original_end_to_end_id is distinct from key
              order by t.end_to_end_id limit 20",
    },
];

/// At the hub: originals that it has deleted since are left out.
const COUNTED_BY_THE_HUB: Rule = Rule {
    check: Check::ReturnsCounted,
    sql: "select format('%s: %s cents are counted as given back, its returns are %s', end_to_end_id, returned_cents,
              coalesce(back, 0)), count(*) over ()
          from transfers left join (
              select key as original, sum(amount_cents)::bigint as back from transfers
              where end_to_end_id >= 'D' and end_to_end_id < 'E' and status not in ('rejected', 'refunded')
              group by key
          ) as sums on original = end_to_end_id
          where returned_cents <> coalesce(back, 0) order by end_to_end_id limit 20",
};

/// Judges what the hub counts as returned.
pub async fn judge_hub(connection: &mut PgConnection, findings: &mut Findings) -> anyhow::Result<()> {
    judge("hub", &COUNTED_BY_THE_HUB, connection, findings).await
}

async fn judge(
    place: &str,
    Rule { check, sql }: &Rule,
    connection: &mut PgConnection,
    findings: &mut Findings,
) -> anyhow::Result<()> {
    let rows = sqlx::query(*sql).fetch_all(connection).await?;
    let count: i64 = rows.first().map_or(Ok(0), |row| row.try_get(1))?;
    let listed = rows.iter().map(|row| Ok(format!("{place} {}", row.try_get::<String, _>(0)?)));
    findings.add_counted(*check, count.unsigned_abs(), listed.collect::<Result<_, sqlx::Error>>()?);
    Ok(())
}

/// Judges the accounts of the bank called `bank`, and reads what is booked.
pub async fn judge_accounts(
    bank: &str,
    connection: &mut PgConnection,
    findings: &mut Findings,
) -> anyhow::Result<OwnAccounts> {
    for rule in &RULES {
        judge(bank, rule, connection, findings).await?;
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
