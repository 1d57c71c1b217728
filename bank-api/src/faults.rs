//! A bank's ports with faults in them, for tests that must notice. Compiled only with the feature `faults`.
//!
//! | `FAULT_BUG` | what a programmer might have done |
//! |---|---|
//! | `lost-refund` | a rejected transfer is marked, its money is not given back |
//! | `credits-repeats` | a forwarded transfer that comes again is taken for a new one |
//! | `question-forgotten` | the transfer is stored, the question is not |
//! | `idempotency-forgotten` | a request that is repeated is a new transfer |
//! | `believes-a-commit` | a commit without an answer is taken for done |
//! | `paid-but-refused` | now and then an error is answered after the commit |
//! | `settled-in-parts` | none: now and then somebody else is at work on one row of a batch, then the database is gone |

use crate::{
    Ports,
    application::{Books, Change, Present, Wanted, WorkingCopy},
    domain::{PostingKind, Question, Side, Status, Transfer},
};
use async_trait::async_trait;
use engine::{CommitError, Outcome, Unavailable};
use faults::{Point, at, committing, planted};
use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

/// One commit in so many is answered wrongly by `paid-but-refused`, or left in parts.
const NOW_AND_THEN: u64 = 5;

/// Ports that die or err where the plan says so, and a clock that is as wrong as it says.
pub fn plant(ports: Ports) -> Ports {
    let Ports { books, looks, hub, locations, delivery, clock, entropy } = ports;
    let books = FaultyBooks { inner: books, commits: AtomicU64::new(0), gone: AtomicBool::new(false) };
    Ports {
        books: Arc::new(books),
        looks,
        hub,
        locations,
        delivery: outbox::faults::plant(delivery),
        clock: outbox::faults::skewed(clock),
        entropy,
    }
}

struct FaultyBooks {
    inner: Arc<dyn Books>,
    commits: AtomicU64,
    /// The next look at the database meets none.
    gone: AtomicBool,
}

impl FaultyBooks {
    /// Leaves one out, as if its row were no longer as it was read.
    async fn commit_but_one(
        &self,
        read: &Present,
        mut changes: Vec<Change>,
        left_out: usize,
    ) -> Result<Vec<Outcome>, CommitError> {
        changes.remove(left_out);
        let mut outcomes = self.inner.commit(read, &changes).await?;
        outcomes.insert(left_out, Outcome::Stale);
        self.gone.store(true, Ordering::Relaxed);
        Ok(outcomes)
    }
}

#[async_trait]
impl Books for FaultyBooks {
    async fn load(&self, wanted: &Wanted) -> Result<WorkingCopy, Unavailable> {
        if self.gone.swap(false, Ordering::Relaxed) {
            return Err(Unavailable("it is gone, as planned".into()));
        }
        let mut wanted = wanted.clone();
        if planted("credits-repeats") {
            wanted.transfers.retain(|(_, side)| *side == Side::Out);
        }
        self.inner.load(&wanted).await
    }

    async fn commit(&self, read: &Present, changes: &[Change]) -> Result<Vec<Outcome>, CommitError> {
        committing();
        let changes: Vec<_> = changes.iter().cloned().map(spoiled).collect();
        let count = self.commits.fetch_add(1, Ordering::Relaxed);
        if planted("settled-in-parts") && changes.len() > 1 && count % NOW_AND_THEN == 1 {
            let left_out = count as usize % changes.len();
            return self.commit_but_one(read, changes, left_out).await;
        }
        let result = self.inner.commit(read, &changes).await;
        if let Ok(outcomes) = &result {
            at(Point::Committed);
            faults::committed(steps(&changes, outcomes));
        }
        match result {
            Err(CommitError::Unavailable(_)) if planted("believes-a-commit") => {
                Ok(vec![Outcome::Committed; changes.len()])
            }
            Ok(_) if planted("paid-but-refused") && count % NOW_AND_THEN == 1 => {
                Err(CommitError::Data("a planted bug".into()))
            }
            result => result,
        }
    }
}

/// The steps of transfers' lives that were committed.
fn steps(changes: &[Change], outcomes: &[Outcome]) -> impl Iterator<Item = u8> {
    let committed = changes.iter().zip(outcomes).filter(|(_, outcome)| **outcome == Outcome::Committed);
    let transfers = committed.flat_map(|(change, _)| &change.decision.transfers);
    // What is returned was received long before.
    transfers.filter(|transfer| transfer.side == Side::Out || transfer.version == 1).map(
        |Transfer { side, status, inside, .. }| match (side, status) {
            _ if *inside => 1,
            (Side::Out, Status::Pending) => 1,
            (Side::In, _) => 3,
            (Side::Out, Status::Completed | Status::Rejected) => 5,
        },
    )
}

fn spoiled(mut change: Change) -> Change {
    if planted("lost-refund") {
        change.decision.postings.retain(|posting| posting.kind != PostingKind::Refund);
    }
    if planted("question-forgotten") {
        change.decision.question = Question::Keep;
    }
    if planted("idempotency-forgotten") {
        change.decision.transfers.iter_mut().for_each(|transfer| transfer.idempotency = None);
    }
    change
}
