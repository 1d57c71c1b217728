//! What is planted in this process. It learns so from its environment: `FAULT_ABORT=committed@2` (it aborts behind its second
//! commit that moves money), `FAULT_BUG=no-sweep`, `FAULT_CLOCK_SKEW_SECONDS=3600`.

use std::{
    sync::{
        OnceLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// The steps of a batch between which a process may die.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Point {
    /// Decided, not committed.
    Committing,
    /// Committed, not sent.
    Committed,
    /// Sent, neither acknowledged nor answered.
    Sent,
    /// In effect, Kafka's position not moved.
    Effected,
}

/// How long the bytes of a message take to leave the process, at the most.
const LEAVE: Duration = Duration::from_millis(200);

struct Plan {
    abort: Option<(Point, u64)>,
    bug: String,
    skew_seconds: i64,
}

/// Commits of transfers so far.
static COMMITS: AtomicU64 = AtomicU64::new(0);

#[expect(clippy::disallowed_methods, reason = "faults are no setting of the service, and never shipped")]
fn plan() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    let of = |name: &str| std::env::var(name).unwrap_or_default();
    PLAN.get_or_init(|| Plan {
        abort: parse(&of("FAULT_ABORT")),
        bug: of("FAULT_BUG"),
        skew_seconds: of("FAULT_CLOCK_SKEW_SECONDS").parse().unwrap_or(0),
    })
}

/// `committed@2`: a point, and behind which commit it counts.
fn parse(text: &str) -> Option<(Point, u64)> {
    use Point::{Committed, Committing, Effected, Sent};
    let (name, count) = text.split_once('@')?;
    let point = [Committing, Committed, Sent, Effected]
        .into_iter()
        .find(|point| format!("{point:?}").eq_ignore_ascii_case(name))?;
    Some((point, count.parse().ok()?))
}

/// Is this bug planted in this process?
pub fn planted(bug: &str) -> bool {
    plan().bug == bug
}

/// By how many seconds this process's clock is wrong.
pub fn clock_skew_seconds() -> i64 {
    plan().skew_seconds
}

/// `answers-shifted`: of a batch, each caller is handed the answer of the one before it.
pub fn answers<A>(mut inner: Vec<A>) -> Vec<A> {
    if planted("answers-shifted") && !inner.is_empty() {
        inner.rotate_right(1);
    }
    inner
}

/// A commit of transfers begins.
pub fn committing() {
    COMMITS.fetch_add(1, Ordering::SeqCst);
    at(Point::Committing);
}

/// Ends the process where the plan says so, as abruptly as `kill -9`.
pub fn at(point: Point) {
    if plan().abort != Some((point, COMMITS.load(Ordering::SeqCst))) {
        return;
    }
    if point == Point::Sent {
        std::thread::sleep(LEAVE);
    }
    eprintln!("aborting as planned: {point:?}");
    std::process::abort();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_names_a_point_and_a_commit() {
        assert_eq!(parse("committed@2"), Some((Point::Committed, 2)));
        assert_eq!(parse("committing@1"), Some((Point::Committing, 1)));
        assert_eq!(parse("committed"), None);
        assert_eq!(parse("elsewhere@1"), None);
    }
}
