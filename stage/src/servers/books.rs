//! What one bank's books say of money, followed from snapshot to snapshot: never the whole history, so that it costs the same
//! after millions of transfers.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Instant,
};

use sqlx::PgConnection;

use super::{rows::posted, sequence::Sequence};

const BALANCES: &str = "select coalesce(sum(balance_cents), 0)::bigint, count(*) from accounts";
/// An account's opening money is the first of its postings.
const ISSUED: &str = "select coalesce(sum(first.amount_cents), 0)::bigint from accounts cross join lateral (
        select amount_cents, kind from postings where customer = accounts.id order by id limit 1
    ) as first where first.kind = 'opening'";
const OUT: &str = "select end_to_end_id, status, amount_cents from transfers where side = 'out' and end_to_end_id = any($1)";
const CREDITED: &str = "select end_to_end_id from transfers
    where side = 'in' and status = 'completed' and end_to_end_id = any($1)";

/// What is known of a bank's books.
#[derive(Default)]
pub struct Books {
    posted: Sequence,
    accounts: i64,
    pub issued_cents: i64,
    pub customers_cents: i64,
    pub accepted: u64,
    pub completed: u64,
    pub refunded: u64,
    /// What was sent and has not ended here, in cents.
    pub pending: BTreeMap<String, i64>,
}

/// What a snapshot shows beyond what is known.
pub struct News {
    numbers: Vec<i64>,
    accounts: i64,
    issued_cents: i64,
    customers_cents: i64,
    sent: u64,
    /// Of all that had not ended, and all that is new: how it stands.
    out: Vec<(String, String, i64)>,
}

impl Books {
    /// Reads a snapshot. Nothing is taken in yet, for the next database may not answer.
    pub async fn read(&self, bank: &mut PgConnection) -> sqlx::Result<News> {
        let rows = posted(bank, &self.posted).await?;
        let (customers_cents, accounts) =
            sqlx::query_as::<_, (i64, i64)>(BALANCES).fetch_one(&mut *bank).await?;
        let issued_cents = match accounts == self.accounts {
            true => self.issued_cents,
            false => sqlx::query_scalar(ISSUED).fetch_one(&mut *bank).await?,
        };
        let sent: BTreeSet<_> = rows.iter().filter(|row| row.sent).map(|row| &row.end_to_end_id).collect();
        let ids: Vec<_> = self.pending.keys().chain(sent.iter().copied()).cloned().collect();
        let out = match ids.is_empty() {
            true => Vec::new(),
            false => sqlx::query_as(OUT).bind(&ids).fetch_all(bank).await?,
        };
        let (sent, numbers) = (sent.len() as u64, rows.iter().map(|row| row.id).collect());
        Ok(News { numbers, accounts, issued_cents, customers_cents, sent, out })
    }

    /// Takes a snapshot in.
    pub fn take(&mut self, news: News) {
        self.posted.saw(news.numbers, Instant::now());
        (self.accounts, self.issued_cents) = (news.accounts, news.issued_cents);
        self.customers_cents = news.customers_cents;
        self.accepted += news.sent;
        self.pending.clear();
        for (id, status, cents) in news.out {
            match status.as_str() {
                "completed" => self.completed += 1,
                "rejected" => self.refunded += 1,
                _ => drop(self.pending.insert(id, cents)),
            }
        }
    }
}

/// Those of these transfers that this bank has credited to a customer.
pub async fn credited(bank: &mut PgConnection, ids: &[String]) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar(CREDITED).bind(ids).fetch_all(bank).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn news(sent: u64, out: &[(&str, &str)]) -> News {
        let out = out.iter().map(|(id, status)| ((*id).to_owned(), (*status).to_owned(), 7)).collect();
        News { numbers: Vec::new(), accounts: 2, issued_cents: 200_000, customers_cents: 0, sent, out }
    }

    #[test]
    fn accepted_is_completed_and_refunded_and_pending_at_every_snapshot() {
        let mut books = Books::default();
        for snapshot in [
            news(3, &[("E1", "pending"), ("E2", "completed"), ("E3", "pending")]),
            news(0, &[("E1", "rejected"), ("E3", "pending")]),
            news(1, &[("E3", "completed"), ("E4", "pending")]),
        ] {
            books.take(snapshot);
            assert_eq!(books.accepted, books.completed + books.refunded + books.pending.len() as u64);
        }
        assert_eq!((books.completed, books.refunded), (2, 1));
    }
}
