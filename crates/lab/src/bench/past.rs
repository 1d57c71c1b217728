//! Years of use, made up: accounts, keys and finished transfers between them, whose books are right to the cent.
//!
//! At each bank as many accounts as at every other. In each round every account of a bank sends a cent to its double at the
//! next bank, and is sent one.

use crate::audit::{BankDatabase, Databases};
use anyhow::Context as _;
use futures::future::try_join_all;
use sqlx::{Connection as _, PgConnection};
use std::time::{SystemTime, UNIX_EPOCH};

/// Rounds, one a day, which end before today.
const ROUNDS: u64 = 10;
/// What the accounts of before are counted from: far above those of people.
const FIRST: i64 = 1_000_000_000;

/// The accounts at all banks together that `transfers` are spread over.
pub const fn accounts(transfers: u64) -> u64 {
    transfers / ROUNDS
}

/// What is made up at every database alike.
#[derive(Clone, Copy)]
struct Past {
    /// At each bank.
    accounts: i64,
    /// The second since 1970 at which it begins: one for all, since ids are made of it.
    begins: f64,
}

/// How many days ago it begins.
const DAYS: u64 = 60;

/// Fills hub and banks with so many transfers.
///
/// # Errors
/// When a database refuses, for example because it is filled already.
pub async fn fill(databases: &Databases, transfers: u64) -> anyhow::Result<()> {
    let banks = &databases.banks;
    let minutes = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs() / 60 - DAYS * 24 * 60;
    let accounts = i64::try_from(accounts(transfers))? / i64::try_from(banks.len())?;
    let past = Past { accounts, begins: minutes as f64 * 60.0 };
    let next = |index: usize| &banks[(index + 1) % banks.len()];
    let last = |index: usize| &banks[(index + banks.len() - 1) % banks.len()];
    try_join_all((0..banks.len()).map(|index| fill_bank(&banks[index], next(index), last(index), past)))
        .await?;
    fill_hub(databases, past).await
}

async fn fill_bank(
    bank: &BankDatabase,
    pays: &BankDatabase,
    is_paid_by: &BankDatabase,
    Past { accounts, begins }: Past,
) -> anyhow::Result<()> {
    let mut connection = connect(&bank.url).await?;
    for statement in ACCOUNTS {
        sqlx::query(statement)
            .bind(accounts)
            .bind(FIRST)
            .bind(&bank.ispb)
            .execute(&mut connection)
            .await
            .with_context(|| format!("{}: no accounts of before", bank.name))?;
    }
    for round in 1..=i32::try_from(ROUNDS)? {
        eprintln!("bench: {}: {accounts} transfers each way of {round} of {ROUNDS} days …", bank.name);
        for statement in [SENT, RECEIVED] {
            sqlx::query(statement)
                .bind(accounts)
                .bind(FIRST)
                .bind(round)
                .bind(&bank.ispb)
                .bind(&pays.ispb)
                .bind(&is_paid_by.ispb)
                .bind(begins)
                .execute(&mut connection)
                .await
                .with_context(|| format!("{}: no transfers of before", bank.name))?;
        }
    }
    tidy(&mut connection).await
}

async fn fill_hub(databases: &Databases, Past { accounts, begins }: Past) -> anyhow::Result<()> {
    let mut connection = connect(&databases.hub_url).await?;
    for (index, bank) in databases.banks.iter().enumerate() {
        let pays = &databases.banks[(index + 1) % databases.banks.len()];
        for statement in KEYS {
            sqlx::query(statement)
                .bind(accounts)
                .bind(FIRST)
                .bind(&bank.ispb)
                .execute(&mut connection)
                .await
                .context("hub: no keys of before")?;
        }
        for round in 1..=i32::try_from(ROUNDS)? {
            eprintln!("bench: hub: {accounts} transfers of {} of {round} of {ROUNDS} days …", bank.name);
            sqlx::query(ROUTED)
                .bind(accounts)
                .bind(FIRST)
                .bind(round)
                .bind(&bank.ispb)
                .bind(&pays.ispb)
                .bind(begins)
                .execute(&mut connection)
                .await
                .context("hub: no transfers of before")?;
        }
    }
    tidy(&mut connection).await
}

async fn connect(url: &str) -> anyhow::Result<PgConnection> {
    PgConnection::connect(url).await.context("a database does not answer")
}

/// What PostgreSQL would do sooner or later, and in the middle of the measurement.
async fn tidy(connection: &mut PgConnection) -> anyhow::Result<()> {
    eprintln!("bench: vacuuming …");
    sqlx::query("vacuum (analyze)").execute(connection).await?;
    Ok(())
}

/// $1 accounts, counted from $2, at the bank $3.
const ACCOUNTS: [&str; 4] = [
    "insert into accounts (id, balance_cents) select $2 + n, 100000 from generate_series(1, $1) as n",
    "insert into holders (account_id, name, tax_id, email, password_hash, pin_digest)
     select $2 + n, 'Past ' || n, 'past-' || n, 'past-' || n || '@example.com', '-', sha256('-')
     from generate_series(1, $1) as n",
    "insert into pix_keys (entry_id, account_id, kind, key, status)
     select md5($3 || n)::uuid, $2 + n, 'email', 'past-' || n || '.' || $3 || '@example.com', 'active'
     from generate_series(1, $1) as n",
    "insert into postings (kind, debit, credit, amount_cents, balance_after_cents, at)
     select 'opening', 3, $2 + n, 100000, 100000, now() - interval '60 days'
     from generate_series(1, $1) as n",
];

/// What the accounts of the bank $4 sent to those of $5 on the day $3 after $7, with its postings.
const SENT: &str = "with made as (
        insert into transfers (end_to_end_id, side, account_id, status, amount_cents, key, description, inside,
            other_ispb, other_bank, other_branch, other_account, other_name, other_tax_id,
            pending_at, confirmed_at, completed_at, version, updated_at)
        select 'E' || $4 || to_char(day at time zone 'UTC', 'YYYYMMDDHH24MI') || lpad(n::text, 11, '0'), 'out', $2 + n,
            'completed', 1, 'past-' || n || '.' || $5 || '@example.com', '', false,
            $5, 'Bank', '0001', ($2 + n)::text, 'Past ' || n, '***', day, day, day, 3, day
        from generate_series(1, $1) as n,
            date_trunc('minute', to_timestamp($7) + make_interval(days => $3)) as day
        returning end_to_end_id, account_id, pending_at
    )
    insert into postings (end_to_end_id, kind, debit, credit, amount_cents, balance_after_cents, at)
    select end_to_end_id, kind, case kind when 'sent' then account_id else 1 end,
        case kind when 'sent' then 1 else 2 end, 1, case kind when 'sent' then 99999 end, pending_at
    from made, unnest(array['sent', 'settled']) as kind";

/// What the accounts of the bank $6 sent to those of $4 on the day $3 after $7, with its postings.
const RECEIVED: &str = "with made as (
        insert into transfers (end_to_end_id, side, account_id, status, amount_cents, key, description, inside,
            other_ispb, other_bank, other_branch, other_account, other_name, other_tax_id,
            pending_at, confirmed_at, completed_at, version, updated_at)
        select 'E' || $6 || to_char(day at time zone 'UTC', 'YYYYMMDDHH24MI') || lpad(n::text, 11, '0'), 'in', $2 + n,
            'completed', 1, 'past-' || n || '.' || $4 || '@example.com', '', false,
            $6, 'Bank', '0001', ($2 + n)::text, 'Past ' || n, '***', day, day, day, 1, day
        from generate_series(1, $1) as n,
            date_trunc('minute', to_timestamp($7) + make_interval(days => $3)) as day
        returning end_to_end_id, account_id, pending_at
    )
    insert into postings (end_to_end_id, kind, debit, credit, amount_cents, balance_after_cents, at)
    select end_to_end_id, 'received', 2, account_id, 1, 100000, pending_at from made";

/// The keys of the $1 accounts of the bank $3, and the requests that registered them.
const KEYS: [&str; 2] = [
    "insert into keys (key, kind, entry_id, bank, branch, account, owner_name, owner_tax_id, created_at)
     select 'past-' || n || '.' || $3 || '@example.com', 'email', md5($3 || n)::uuid, $3, '0001', ($2 + n)::text,
         'Past ' || n, 'past-' || n, now() - interval '60 days'
     from generate_series(1, $1) as n",
    "insert into key_requests (request_id, kind, key, bank, branch, account)
     select md5($3 || n)::uuid, 'email', 'past-' || n || '.' || $3 || '@example.com', $3, '0001', ($2 + n)::text
     from generate_series(1, $1) as n",
];

/// What went from the bank $4 to the bank $5 on the day $3 after $6.
const ROUTED: &str =
    "insert into transfers (end_to_end_id, status, amount_cents, key, description, payer_branch, payer_account,
        destination, payee_name, payee_tax_id_masked, registered_at, confirmed_at, completed_at, version)
     select 'E' || $4 || to_char(day at time zone 'UTC', 'YYYYMMDDHH24MI') || lpad(n::text, 11, '0'), 'completed', 1,
         'past-' || n || '.' || $5 || '@example.com', '', '0001', ($2 + n)::text, $5, 'Past ' || n, '***', day, day, day, 3
     from generate_series(1, $1) as n,
         date_trunc('minute', to_timestamp($6) + make_interval(days => $3)) as day";
