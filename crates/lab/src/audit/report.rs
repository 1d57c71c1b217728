//! What an audit found, for people and for programs.

use super::{
    check::{Broken, Check, Findings},
    databases::Unseen,
    standing::{Counter, Waiting},
    totals::Money,
};
use serde::Serialize;
use std::fmt;

/// The result of an audit.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Does every claim hold?
    pub sound: bool,
    pub claims: Vec<Claim>,
    /// Whose side of the transfers is not in it.
    pub unseen: Vec<Unseen>,
    pub transfers: Counter,
    pub waiting: Vec<Waiting>,
    pub money: Money,
    /// What it took, in seconds.
    pub seconds: f64,
    #[serde(skip)]
    findings: Findings,
}

/// One claim and how it stands.
#[derive(Debug, Serialize)]
pub struct Claim {
    pub check: Check,
    pub claim: &'static str,
    /// Places where it is broken.
    pub count: u64,
    /// The first of them.
    pub first: Vec<String>,
}

impl Report {
    pub fn new(transfers: Counter, waiting: Vec<Waiting>, money: Money, findings: Findings) -> Self {
        let mut report = Self {
            sound: true,
            claims: Vec::new(),
            unseen: Vec::new(),
            transfers,
            waiting,
            money,
            seconds: 0.0,
            findings,
        };
        report.list_claims(&[]);
        report
    }

    /// Adds whether all was settled, which only a caller who waited can claim.
    pub fn add_settled(&mut self, left: Option<String>) {
        if let Some(left) = left {
            self.findings.add(Check::Settled, left);
        }
        self.list_claims(&[Check::Settled]);
    }

    fn list_claims(&mut self, extra: &[Check]) {
        let made = Check::ALL.into_iter().filter(|check| *check != Check::Settled || extra.contains(check));
        let claims = made.map(|check| {
            let Broken { count, first } = self.findings.of(check).cloned().unwrap_or_default();
            Claim { check, claim: check.claim(), count, first }
        });
        self.claims = claims.collect();
        self.sound = self.findings.is_empty();
    }

    /// The broken claims.
    pub fn broken(&self) -> Vec<Check> {
        self.findings.checks()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for claim in &self.claims {
            if claim.count == 0 {
                writeln!(f, "ok      {}", claim.claim)?;
                continue;
            }
            writeln!(f, "BROKEN  {}: {} times", claim.claim, claim.count)?;
            claim.first.iter().try_for_each(|place| writeln!(f, "          {place}"))?;
            let more = claim.count.saturating_sub(claim.first.len() as u64);
            if more > 0 {
                writeln!(f, "          and {more} more")?;
            }
        }
        writeln!(f, "\ntransfers: {}", self.transfers.transfers)?;
        for (place, states) in &self.transfers.by_state {
            let states: Vec<_> = states.iter().map(|(state, count)| format!("{count} {state}")).collect();
            writeln!(
                f,
                "  {place:<9} {}",
                if states.is_empty() { "none".into() } else { states.join(", ") }
            )?;
        }
        writeln!(f, "waiting:")?;
        for Waiting { place, open_questions, oldest_seconds, dead_letters, dead_letters_with_repeats } in
            &self.waiting
        {
            write!(f, "  {place:<9} {open_questions} open questions")?;
            if *open_questions > 0 {
                write!(f, " (the oldest {oldest_seconds:.1} s)")?;
            }
            writeln!(f, ", {dead_letters} dead letters (with repeats {dead_letters_with_repeats})")?;
        }
        let Money { opening_cents, customers_cents, underway_cents, outside_cents, .. } = self.money;
        write!(
            f,
            "money: {} issued = {} with customers + {} under way",
            reais(opening_cents),
            reais(customers_cents),
            reais(underway_cents)
        )?;
        if outside_cents != 0 {
            write!(f, " + {} with banks elsewhere", reais(outside_cents))?;
        }
        let verdict = match (self.sound, self.unseen.is_empty()) {
            (true, true) => "the books are right",
            (true, false) => "the books that can be seen are right",
            (false, _) => "THE BOOKS ARE WRONG",
        };
        writeln!(f)?;
        for Unseen { name, why } in &self.unseen {
            writeln!(f, "not seen: {name}'s side of its transfers, since {why}")?;
        }
        write!(f, "\n{verdict} ({:.1} s)", self.seconds)
    }
}

/// Cents as `R$ 1.234,56`.
pub fn reais(cents: i64) -> String {
    let (whole, rest) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
    let digits = whole.to_string();
    let grouped: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    format!("{}R$ {},{rest:02}", if cents < 0 { "-" } else { "" }, grouped.join("."))
}
