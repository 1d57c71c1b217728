//! What the databases say came of a load: only what stands in all ledgers counts.

use crate::audit::{Databases, wait_until_settled};
use hdrhistogram::Histogram;
use jiff::Timestamp;
use jiff_sqlx::ToSqlx as _;
use sqlx::PgConnection;
use std::time::Duration;

/// All that was accepted has to end within this time.
pub const DRAIN_MAX: Duration = Duration::from_secs(60);

/// The hub's ledger and the banks'.
pub struct Ledgers {
    hub: PgConnection,
    banks: Vec<PgConnection>,
}

/// A span of time, the end left out.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    pub from: Timestamp,
    pub to: Timestamp,
}

impl Window {
    pub fn seconds(&self) -> f64 {
        self.to.duration_since(self.from).as_secs_f64()
    }
}

impl Ledgers {
    /// # Errors
    /// When a database cannot be reached.
    pub async fn connect(databases: &Databases) -> anyhow::Result<Self> {
        let (hub, banks) = databases.connect().await?;
        Ok(Self { hub, banks })
    }

    /// Transfers that were accepted and are not settled at their payer's bank yet.
    ///
    /// # Errors
    /// When a database does not answer.
    pub async fn underway(&mut self) -> anyhow::Result<i64> {
        let mut underway = 0;
        for bank in &mut self.banks {
            let count: i64 =
                sqlx::query_scalar("select count(*) from open_questions").fetch_one(bank).await?;
            underway += count;
        }
        Ok(underway)
    }

    /// Transfers that took their last step in the window: the hub wrote that the payer's bank had settled, after the
    /// payee's had credited.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn completed(&mut self, window: Window) -> anyhow::Result<u64> {
        let count: i64 = sqlx::query_scalar(
            "select count(*) from transfers where status = 'completed' and completed_at >= $1 and completed_at < $2",
        )
        .bind(window.from.to_sqlx())
        .bind(window.to.to_sqlx())
        .fetch_one(&mut self.hub)
        .await?;
        Ok(count.unsigned_abs())
    }

    /// Microseconds from the acceptance to the settlement in the payer's bank, of what was accepted in the window. The
    /// end is the database's time of the write.
    ///
    /// # Errors
    /// When a database does not answer.
    pub async fn latencies_us(&mut self, window: Window) -> anyhow::Result<Histogram<u64>> {
        let mut latencies = Histogram::new(3)?;
        for bank in &mut self.banks {
            let each: Vec<i64> = sqlx::query_scalar(
                "select (extract(epoch from updated_at - pending_at) * 1000000)::bigint from transfers
                 where side = 'out' and status = 'completed' and not inside and pending_at >= $1 and pending_at < $2",
            )
            .bind(window.from.to_sqlx())
            .bind(window.to.to_sqlx())
            .fetch_all(bank)
            .await?;
            each.into_iter().try_for_each(|us| latencies.record(us.unsigned_abs()))?;
        }
        Ok(latencies)
    }
}

/// Waits until all has ended that was accepted.
///
/// # Errors
/// When it does not within [`DRAIN_MAX`].
pub async fn settle(databases: &Databases) -> anyhow::Result<()> {
    let settled = wait_until_settled(databases, DRAIN_MAX).await?;
    settled.map_err(|left| anyhow::anyhow!("not everything ended within {DRAIN_MAX:?}: {left}"))
}
