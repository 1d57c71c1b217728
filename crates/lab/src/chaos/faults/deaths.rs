//! Death of a process at each step of a transfer's life and each point of a step: alone, and with a second one.

use crate::chaos::environment::instance::Role;
use std::fmt;

/// A step of a transfer from bank 001 to bank 002: whose, and which of its commits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    pub number: u8,
    pub role: Role,
    pub commit: u8,
}

/// All steps of a life.
pub const STEPS: [Step; 6] = [
    Step { number: 1, role: Role::Ipe, commit: 1 },
    Step { number: 2, role: Role::Hub, commit: 1 },
    Step { number: 3, role: Role::Mare, commit: 1 },
    Step { number: 4, role: Role::Hub, commit: 2 },
    Step { number: 5, role: Role::Ipe, commit: 2 },
    Step { number: 6, role: Role::Hub, commit: 3 },
];

/// The points of a step, as the services call them.
pub const POINTS: [&str; 4] = ["committing", "committed", "sent", "effected"];

/// Where a process dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Death {
    pub step: Step,
    pub point: &'static str,
}

/// Every combination that exists: a request has no position, and the last step sends nothing.
pub fn deaths() -> Vec<Death> {
    let all = STEPS.into_iter().flat_map(|step| POINTS.map(|point| Death { step, point }));
    all.filter(|death| !matches!((death.step.number, death.point), (1, "effected") | (6, "sent"))).collect()
}

/// Each death with one of another process, at the same point of a later step.
pub fn pairs() -> Vec<[Death; 2]> {
    let all = deaths();
    let partner = |first: &Death| {
        let later = all.iter().find(|second| {
            second.point == first.point
                && second.step.number > first.step.number
                && second.step.role != first.step.role
        });
        later.map(|second| [*first, *second])
    };
    all.iter().filter_map(partner).collect()
}

/// Deaths in one round, in words.
pub fn describe(deaths: &[Death]) -> String {
    deaths.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

impl fmt::Display for Death {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} dies {} step {}", self.step.role, words(self.point), self.step.number)
    }
}

fn words(point: &str) -> &'static str {
    match point {
        "committing" => "before the commit of",
        "committed" => "committed, not sent,",
        "sent" => "sent, not acknowledged,",
        _ => "before moving on from",
    }
}
