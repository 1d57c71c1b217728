//! How the system stands while something is being broken: read from the banks' databases, shown behind the line.

use crate::{
    audit::{Databases, reais},
    demo::money::{Money, a_minute_ago, at_one_instant},
};
use anyhow::Context as _;
use sqlx::PgConnection;
use std::{
    io::{Write as _, stdout},
    time::Duration,
};
use tokio::{
    task::JoinHandle,
    time::{sleep, timeout},
};

/// Between two looks.
const LOOK: Duration = Duration::from_millis(400);
/// A server that takes longer does not answer.
const ANSWER_MAX: Duration = Duration::from_secs(2);
/// Tries to find all banks at one instant, in one look.
const TRIES: u32 = 8;
const WAITING: &str = "select count(*) from transfers where side = 'out' and status = 'pending'";

/// A line on a terminal that is rewritten until this is dropped.
pub struct Live(JoinHandle<()>);

impl Drop for Live {
    fn drop(&mut self) {
        self.0.abort();
        put("\r\x1b[2K");
    }
}

impl Live {
    /// Shows `line`, and how the system stands.
    pub fn show(line: String, databases: Databases) -> Self {
        put(&line);
        Self(tokio::spawn(async move {
            let mut ledgers = Ledgers { databases, banks: None, since: None, first: None };
            loop {
                let looked = timeout(ANSWER_MAX, ledgers.standing()).await;
                let standing = looked.context("no answer in time").flatten();
                if standing.is_err() {
                    ledgers.banks = None;
                }
                let standing = standing.unwrap_or_else(|_| "PostgreSQL does not answer".into());
                // Without wrapping: a line longer than the terminal is wide could not be rewritten.
                put(&format!("\r\x1b[?7l{line} {standing}\x1b[K\x1b[?7h"));
                sleep(LOOK).await;
            }
        }))
    }
}

/// The banks' databases, over every outage.
struct Ledgers {
    databases: Databases,
    banks: Option<Vec<PgConnection>>,
    /// Since when openings are counted.
    since: Option<String>,
    first: Option<Money>,
}

impl Ledgers {
    async fn standing(&mut self) -> anyhow::Result<String> {
        let banks = match &mut self.banks {
            Some(banks) => banks,
            None => self.banks.insert(self.databases.connect().await?.1),
        };
        let since = match &self.since {
            Some(since) => since,
            None => self.since.insert(a_minute_ago(banks.first_mut().context("no banks")?).await?),
        };
        let mut waiting = 0;
        for bank in &mut *banks {
            waiting += sqlx::query_scalar::<_, i64>(WAITING).fetch_one(bank).await?;
        }
        for _ in 0..TRIES {
            if let Some(money) = at_one_instant(banks, since).await? {
                return Ok(standing(waiting, *self.first.get_or_insert(money), money));
            }
        }
        Ok(format!("{waiting} waiting"))
    }
}

fn standing(waiting: i64, first: Money, money: Money) -> String {
    let mut text = format!("{waiting} waiting · {} in the system", reais(money.cents));
    match money.since(first) {
        (_, 0) => {}
        (_, off_cents) => text += &format!(", OFF BY {}", reais(off_cents)),
    }
    text
}

/// Nobody reads any more: nothing to be done about it.
fn put(text: &str) {
    let mut out = stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_that_came_from_nowhere_is_shouted_out() {
        let first = Money { cents: 100_000, opened_cents: 0 };
        let opened = Money { cents: 150_000, opened_cents: 50_000 };
        assert_eq!(standing(3, first, opened), "3 waiting · R$ 1.500,00 in the system");
        let doubled = Money { cents: 150_001, ..opened };
        assert_eq!(standing(0, first, doubled), "0 waiting · R$ 1.500,01 in the system, OFF BY R$ 0,01");
    }
}
