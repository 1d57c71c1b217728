//! Keys: each is settled, and the hub and its bank agree whose it is.

use crate::chaos::environment::Environment;
use sqlx::{PgConnection, Row as _};
use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

/// Between two polls.
const POLL: Duration = Duration::from_millis(200);

/// Waits until no key is being registered or removed; in words how many still are, after `timeout`.
///
/// # Errors
/// When a database cannot be read.
pub async fn wait_until_keys_settled(
    banks: &mut [PgConnection],
    timeout: Duration,
) -> anyhow::Result<Result<(), String>> {
    let deadline = Instant::now() + timeout;
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
            _ => tokio::time::sleep(POLL).await,
        }
    }
}

/// The keys about which the hub and a bank disagree.
///
/// # Errors
/// When a database cannot be read.
pub async fn judge_keys(
    hub: &mut PgConnection,
    banks: &mut [PgConnection],
    environment: &Environment,
) -> anyhow::Result<Vec<String>> {
    let mut broken = Vec::new();
    for (bank, database) in banks.iter_mut().zip(&environment.databases.banks) {
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
