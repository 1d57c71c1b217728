//! The audit from outside, as a certificate.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use lab::audit::{Report, audit};
use sqlx::PgConnection;

use super::{promises, system::System, witness::Testimony};
use crate::journal::{Certificate, Claim, Figures};

/// What no database knows.
pub struct Heard {
    /// What customers were told.
    pub testimony: Testimony,
    /// How long everything has been whole by now.
    pub whole: Option<Duration>,
}

/// How many cases there are of what claims speak of.
struct Cases {
    accounts: u64,
    postings: u64,
    transfers: u64,
    questions: u64,
    banks: u64,
}

/// Audits all databases, while all runs.
///
/// # Errors
/// When a database cannot be read.
pub async fn prove(
    system: &System,
    heard: Heard,
    (at, seed): (Timestamp, Option<u64>),
) -> anyhow::Result<Certificate> {
    let began = Instant::now();
    let promises = promises::judge(system, heard.testimony, heard.whole);
    let (report, cases, promises) = tokio::try_join!(audit(&system.databases), count(system), promises)?;
    let cases = Cases { transfers: report.transfers.transfers, questions: questions(&report), ..cases };
    let claims = report.claims.iter().map(|claim| {
        let name = serde_json::to_value(claim.check)?.as_str().unwrap_or_default().to_owned();
        Ok(Claim { counts: cases.of(&name), name, wrong: claim.first.clone() })
    });
    let mut claims = claims.collect::<anyhow::Result<Vec<_>>>()?;
    claims.extend(promises);
    let certificate = Certificate {
        at,
        sound: claims.iter().all(|claim| claim.wrong.is_empty()),
        claims,
        figures: figures(&report),
        seed,
        seconds: 0.0,
        sha256: String::new(),
    };
    Ok(Certificate { seconds: began.elapsed().as_secs_f64(), ..certificate }.sealed())
}

fn questions(report: &Report) -> u64 {
    report.waiting.iter().map(|place| place.open_questions.unsigned_abs()).sum()
}

fn figures(report: &Report) -> Figures {
    let count = |state: &str| {
        let places = report.transfers.by_state.values();
        places.filter_map(|states| states.get(state)).sum::<u64>()
    };
    Figures {
        transfers: report.transfers.transfers,
        completed: count("out completed") + count("inside"),
        refunded: count("out rejected"),
        waiting: count("out pending"),
        issued_cents: report.money.opening_cents,
        with_customers_cents: report.money.customers_cents,
        underway_cents: report.money.underway_cents,
    }
}

async fn count(system: &System) -> anyhow::Result<Cases> {
    let (_, mut banks) = system.databases.connect().await?;
    let mut cases = Cases { accounts: 0, postings: 0, transfers: 0, questions: 0, banks: banks.len() as u64 };
    for bank in &mut banks {
        cases.accounts += rows(bank, "select count(*) from accounts").await?;
        cases.postings += rows(bank, "select count(*) from postings").await?;
    }
    Ok(cases)
}

async fn rows(bank: &mut PgConnection, sql: &'static str) -> anyhow::Result<u64> {
    let count: i64 = sqlx::query_scalar(sql).fetch_one(bank).await?;
    Ok(count.unsigned_abs())
}

impl Cases {
    /// Of the claim with this name.
    fn of(&self, claim: &str) -> u64 {
        match claim {
            "balances" | "no_negative_balance" => self.accounts,
            "balance_chains" | "postings_have_transfers" | "postings_match_transfers" => self.postings,
            "treasury" | "books_balance" | "in_flight" | "settlement_positions" => self.banks,
            "open_questions" => self.questions,
            "money_in_the_system" => 1,
            _ => self.transfers,
        }
    }
}
