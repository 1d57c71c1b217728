//! What the banks' databases say of the demo's own transfers, looked up by their ids, and of the money. It opens its
//! connections anew after whatever happened to them.

use super::{
    money::{Money, a_minute_ago, at_one_instant},
    tally::End,
};
use crate::audit::Databases;
use anyhow::Context as _;
use sqlx::{PgConnection, Row as _};
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// A server that takes longer does not answer.
const ANSWER_MAX: Duration = Duration::from_secs(3);
/// Tries to find the whole system at one instant, in one look.
const TRIES: u32 = 8;
const PAUSE: Duration = Duration::from_millis(4);

const ENDED: &str = "select end_to_end_id, status from transfers
    where end_to_end_id = any($1) and side = 'out' and status <> 'pending'";

/// What was seen.
#[derive(Debug)]
pub struct Look {
    pub ended: Vec<(String, End)>,
    /// None when it could not be caught at one instant.
    pub money: Option<Money>,
}

/// Looks into the banks' databases.
pub struct Ledgers {
    databases: Databases,
    banks: Option<Vec<PgConnection>>,
    /// Since when openings are counted.
    since: Option<String>,
}

impl Ledgers {
    pub fn new(databases: Databases) -> Self {
        Self { databases, banks: None, since: None }
    }

    /// What became of `waiting`, and the money.
    ///
    /// # Errors
    /// When a database does not answer.
    pub async fn look(&mut self, waiting: &[String]) -> anyhow::Result<Look> {
        let look = timeout(ANSWER_MAX, self.read(waiting)).await.context("no answer in time");
        let look = look.and_then(|look| look);
        if look.is_err() {
            self.banks = None;
        }
        look
    }

    async fn read(&mut self, waiting: &[String]) -> anyhow::Result<Look> {
        // Taken, so that connections with half an answer in them are dropped when time runs out.
        let mut banks = match self.banks.take() {
            Some(banks) => banks,
            None => self.databases.connect().await?.1,
        };
        let since = match (&self.since, banks.first_mut()) {
            (Some(since), _) => since.clone(),
            (None, Some(bank)) => a_minute_ago(bank).await?,
            (None, None) => String::new(),
        };
        self.since = Some(since.clone());
        let ended = self.ended(&mut banks, waiting).await?;
        let money = money(&mut banks, &since).await?;
        self.banks = Some(banks);
        Ok(Look { ended, money })
    }

    async fn ended(&self, banks: &mut [PgConnection], ids: &[String]) -> anyhow::Result<Vec<(String, End)>> {
        let mut ended = Vec::new();
        for (index, bank) in banks.iter_mut().enumerate() {
            let own: Vec<_> = ids.iter().filter(|id| self.databases.origin_of(id) == Some(index)).collect();
            if own.is_empty() {
                continue;
            }
            for row in sqlx::query(ENDED).bind(&own).fetch_all(bank).await? {
                let status: &str = row.try_get(1)?;
                let end = if status == "completed" { End::Completed } else { End::Refunded };
                ended.push((row.try_get(0)?, end));
            }
        }
        Ok(ended)
    }
}

async fn money(banks: &mut [PgConnection], since: &str) -> anyhow::Result<Option<Money>> {
    for _ in 0..TRIES {
        if let Some(money) = at_one_instant(banks, since).await? {
            return Ok(Some(money));
        }
        sleep(PAUSE).await;
    }
    Ok(None)
}
