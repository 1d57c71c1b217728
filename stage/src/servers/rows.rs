//! Rows of the ledgers as steps of transfers' lives. Reads only.

use sqlx::{FromRow, PgConnection};

use super::sequence::Sequence;
use crate::journal::{Commit, Place, Side};

/// New postings, which show that something happened to a transfer, and nearly all that ever does.
const POSTED: &str =
    "select id, coalesce(kind = 'sent', false) as sent, coalesce(end_to_end_id, '') as end_to_end_id
    from postings where id > $1 or id = any($2) order by id";
const SIDES: &str =
    "select end_to_end_id, side, status, amount_cents, key, inside, reason, other_name, name, version,
        (extract(epoch from completed_at - pending_at) * 1000)::float8 as took_ms
    from transfers left join holders on holders.account_id = transfers.account_id
    where end_to_end_id = any($1)";
const REGISTERED: &str = "select end_to_end_id, status, amount_cents, key, payee_name, reason, version
    from transfers where end_to_end_id = any($1)";

/// A posting, as far as a transfer is concerned.
#[derive(FromRow)]
pub struct Posted {
    pub id: i64,
    pub sent: bool,
    pub end_to_end_id: String,
}

/// A bank's side of a transfer.
#[derive(FromRow)]
pub struct BankRow {
    pub end_to_end_id: String,
    side: String,
    status: String,
    amount_cents: i64,
    key: String,
    inside: bool,
    reason: Option<String>,
    other_name: Option<String>,
    name: Option<String>,
    pub version: i64,
    /// From its acceptance to its completion, once it is completed.
    pub took_ms: Option<f64>,
}

/// A transfer at the hub.
#[derive(FromRow)]
pub struct HubRow {
    pub end_to_end_id: String,
    status: String,
    amount_cents: i64,
    key: String,
    payee_name: Option<String>,
    reason: Option<String>,
    pub version: i64,
}

/// What was posted since.
pub async fn posted(bank: &mut PgConnection, since: &Sequence) -> sqlx::Result<Vec<Posted>> {
    sqlx::query_as(POSTED).bind(since.last()).bind(since.gaps()).fetch_all(bank).await
}

/// What a bank has of these transfers.
pub async fn sides(bank: &mut PgConnection, ids: &[String]) -> sqlx::Result<Vec<BankRow>> {
    sqlx::query_as(SIDES).bind(ids).fetch_all(bank).await
}

/// What the hub has of these transfers.
pub async fn registered(hub: &mut PgConnection, ids: &[String]) -> sqlx::Result<Vec<HubRow>> {
    sqlx::query_as(REGISTERED).bind(ids).fetch_all(hub).await
}

impl BankRow {
    /// It is the payer's side.
    pub fn is_out(&self) -> bool {
        self.side == "out"
    }

    /// The steps that have led to this row.
    pub fn commits(self, place: Place) -> Vec<Commit> {
        let out = self.is_out();
        let (payer, payee) = if out { (self.name, self.other_name) } else { (self.other_name, self.name) };
        let first = Commit {
            place,
            end_to_end_id: self.end_to_end_id,
            side: Some(if self.inside {
                Side::Inside
            } else if out {
                Side::Out
            } else {
                Side::In
            }),
            status: self.status,
            step: if out { 1 } else { 3 },
            amount_cents: self.amount_cents,
            payer,
            payee,
            key: Some(self.key),
            reason: self.reason,
        };
        if self.inside {
            // One commit for both sides: the payee's says no more.
            return if out { vec![first] } else { Vec::new() };
        }
        after(first, "pending", |first| out.then(|| Commit { step: 5, ..first.clone() }))
    }
}

impl HubRow {
    /// The steps that have led to this row.
    pub fn commits(self) -> Vec<Commit> {
        // The version counts the steps: who has refused it by itself has left one out.
        let by_itself = match self.status.as_str() {
            "rejected" => self.version == 1,
            "refunded" => self.version == 2,
            _ => false,
        };
        let row = Commit {
            place: Place::Hub,
            end_to_end_id: self.end_to_end_id,
            side: None,
            status: String::new(),
            step: 2,
            amount_cents: self.amount_cents,
            payer: None,
            payee: self.payee_name,
            key: Some(self.key),
            reason: self.reason,
        };
        let at = |step: u8, status: &str| Commit { step, status: status.to_owned(), ..row.clone() };
        let verdict = if row.reason.is_some() { "rejected" } else { "confirmed" };
        match self.status.as_str() {
            "pending" => vec![at(2, "pending")],
            "rejected" if by_itself => vec![at(2, verdict)],
            "refunded" if by_itself => vec![at(2, verdict), at(6, "refunded")],
            "confirmed" | "rejected" => vec![at(2, "pending"), at(4, verdict)],
            last => vec![at(2, "pending"), at(4, verdict), at(6, last)],
        }
    }
}

/// The row as it was made, and as it stands.
fn after(row: Commit, made: &str, later: impl Fn(&Commit) -> Option<Commit>) -> Vec<Commit> {
    if row.status == made {
        return vec![row];
    }
    match later(&row) {
        Some(last) => vec![Commit { status: made.to_owned(), reason: None, ..row }, last],
        None => vec![row],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bank(side: &str, status: &str) -> BankRow {
        BankRow {
            end_to_end_id: "E1".into(),
            side: side.into(),
            status: status.into(),
            amount_cents: 1050,
            key: "bia@example.com".into(),
            inside: false,
            reason: None,
            other_name: Some("Bia Souza".into()),
            name: Some("Ana Lima".into()),
            version: 1,
            took_ms: None,
        }
    }

    fn hub(status: &str, version: i64, reason: Option<&str>) -> HubRow {
        let reason = reason.map(str::to_owned);
        HubRow {
            end_to_end_id: "E1".into(),
            status: status.into(),
            amount_cents: 1050,
            key: "k".into(),
            payee_name: None,
            reason,
            version,
        }
    }

    fn told(commits: Vec<Commit>) -> Vec<(u8, String)> {
        commits.into_iter().map(|commit| (commit.step, commit.status)).collect()
    }

    fn steps(expected: &[(u8, &str)]) -> Vec<(u8, String)> {
        expected.iter().map(|(step, status)| (*step, (*status).to_owned())).collect()
    }

    #[test]
    fn a_row_that_was_written_twice_since_it_was_looked_at_tells_both_steps() {
        let place = Place::Bank("001".parse().unwrap());
        assert_eq!(told(bank("out", "pending").commits(place)), steps(&[(1, "pending")]));
        assert_eq!(told(bank("out", "rejected").commits(place)), steps(&[(1, "pending"), (5, "rejected")]));
        assert_eq!(told(bank("in", "completed").commits(place)), steps(&[(3, "completed")]));
        let all = steps(&[(2, "pending"), (4, "confirmed"), (6, "completed")]);
        assert_eq!(told(hub("completed", 3, None).commits()), all);
    }

    #[test]
    fn who_pays_stands_on_either_side() {
        let place = Place::Bank("001".parse().unwrap());
        assert_eq!(bank("out", "pending").commits(place)[0].payer.as_deref(), Some("Ana Lima"));
        assert_eq!(bank("in", "completed").commits(place)[0].payer.as_deref(), Some("Bia Souza"));
    }

    #[test]
    fn what_the_hub_refuses_by_itself_it_refuses_at_once() {
        let refused = |status, version| told(hub(status, version, Some("unknown_key")).commits());
        assert_eq!(refused("rejected", 1), steps(&[(2, "rejected")]));
        assert_eq!(refused("refunded", 2), steps(&[(2, "rejected"), (6, "refunded")]));
        assert_eq!(refused("rejected", 2), steps(&[(2, "pending"), (4, "rejected")]));
    }
}
