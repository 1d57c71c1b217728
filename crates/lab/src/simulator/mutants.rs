//! Mutants: bugs that a programmer might have made, planted at the ports, to show that the simulator catches them.

use bank_api::{
    adapters::memory::MemoryBooks,
    application::{Answer, Books, Change, Present, Wanted},
    domain::{PostingKind, Question, Side},
};
use codepix::domain::{Status, Transfer};
use engine::{CommitError, Outcome, Unavailable};
use outbox::Message;
use pix::Cents;
use std::{
    fmt,
    str::FromStr,
    sync::{Arc, Mutex, PoisonError},
};

/// A bug to plant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mutant {
    /// The payee's bank credits whatever is forwarded, known or not.
    NoRepeatCheck,
    /// The request goes out before the debit is committed.
    SendBeforeCommit,
    /// A rejected transfer is marked so, and the money stays in flight.
    LostRefund,
    /// The hub at times lets a rejection follow a confirmation.
    ContradictionRefunds,
    /// The commit does not look at the balance that is there by then.
    FloorForgotten,
    /// No open question is asked again.
    NoSweep,
    /// Requests are sent, and not remembered.
    QuestionNotStored,
    /// The position moves when a message is read. Where every wait is retried that costs time only; where it is not, the message is lost.
    PositionBeforeEffect,
    /// After a partial commit and an unavailable store, each caller is given the answer of the one before.
    AnswersShifted,
    /// What others wrote meanwhile is not read, not even where a commit met it.
    MemoryKept,
    /// A charge is judged as this process saw it first, and the commit does not mind.
    ChargeRemembered,
    /// Asks again only after the longest interval, whoever is heard from meanwhile.
    LongPatience,
    /// The hub forwards a return although what it gives back has not arrived yet.
    ReturnForwardedEarly,
    /// Neither the payee's bank nor the hub adds up what is returned.
    ReturnsNotSummed,
    /// Both add up only what has come back, not what is on its way.
    ReturnsUnderWayNotSummed,
}

impl Mutant {
    pub const ALL: [Mutant; 15] = [
        Self::NoRepeatCheck,
        Self::SendBeforeCommit,
        Self::LostRefund,
        Self::ContradictionRefunds,
        Self::FloorForgotten,
        Self::NoSweep,
        Self::QuestionNotStored,
        Self::PositionBeforeEffect,
        Self::AnswersShifted,
        Self::MemoryKept,
        Self::ChargeRemembered,
        Self::LongPatience,
        Self::ReturnForwardedEarly,
        Self::ReturnsNotSummed,
        Self::ReturnsUnderWayNotSummed,
    ];
}

impl fmt::Display for Mutant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl FromStr for Mutant {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|mutant| mutant.to_string() == text);
        found.ok_or_else(|| format!("there is no mutant `{text}`; there are {:?}", Self::ALL))
    }
}

/// Passes a process's answers on to their callers; with `AnswersShifted`, to the wrong ones.
#[derive(Clone, Default)]
pub struct AnswerRelay(Arc<Mutex<Shift>>);

#[derive(Default)]
struct Shift {
    on: bool,
    previous: Option<Answer>,
}

impl AnswerRelay {
    /// From now on each caller is given the answer of the one before it.
    pub fn shift(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).on = true;
    }

    pub fn pass_on(&self, answer: Result<Answer, Unavailable>) -> Result<Answer, Unavailable> {
        let mut shift = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match answer {
            Ok(own) if shift.on => Ok(shift.previous.replace(own.clone()).unwrap_or(own)),
            answer => answer,
        }
    }
}

/// What was received before is not loaded.
pub fn forget_received(wanted: &mut Wanted) {
    wanted.transfers.retain(|(_, side)| *side == Side::Out);
}

/// What was confirmed looks as if it were not.
pub fn forget_confirmations(transfers: &mut [Transfer]) {
    for transfer in transfers.iter_mut().filter(|transfer| transfer.status == Status::Confirmed) {
        transfer.status = Status::Pending;
        transfer.confirmed_at = None;
    }
}

/// The questions that a batch asks.
pub fn questions(changes: &[Change]) -> Vec<Message> {
    let asked = changes.iter().filter(|change| matches!(change.decision.question, Question::Ask(_)));
    asked.filter_map(|change| change.message.clone()).collect()
}

/// Changes as a buggy bank would commit them.
pub fn tamper(mutant: Mutant, disk: &MemoryBooks, changes: &[Change]) -> Vec<Change> {
    let mut changes = changes.to_vec();
    for change in &mut changes {
        match mutant {
            // Credits again: the row is there, the money comes once more.
            Mutant::NoRepeatCheck => {
                let rows = disk.rows();
                change.decision.transfers.retain(|next| {
                    next.side == Side::Out || !rows.transfers.contains_key(&(next.id, next.side))
                });
            }
            Mutant::LostRefund => {
                change.decision.postings.retain(|posting| posting.kind != PostingKind::Refund)
            }
            Mutant::QuestionNotStored => change.decision.question = Question::Keep,
            Mutant::SendBeforeCommit
            | Mutant::ContradictionRefunds
            | Mutant::FloorForgotten
            | Mutant::NoSweep
            | Mutant::PositionBeforeEffect
            | Mutant::AnswersShifted
            | Mutant::MemoryKept
            | Mutant::ChargeRemembered
            | Mutant::LongPatience
            | Mutant::ReturnForwardedEarly
            | Mutant::ReturnsNotSummed
            | Mutant::ReturnsUnderWayNotSummed => {}
        }
    }
    changes
}

/// Commits without a check of balances.
pub async fn without_floor(
    disk: &MemoryBooks,
    read: &Present,
    changes: &[Change],
) -> Result<Vec<Outcome>, CommitError> {
    lend(disk, Cents::new(1_000_000));
    let outcomes = disk.commit(read, changes).await;
    lend(disk, Cents::new(-1_000_000));
    outcomes
}

fn lend(disk: &MemoryBooks, amount: Cents) {
    for account in disk.rows().accounts.values_mut() {
        account.balance = account.balance.checked_add(amount).unwrap_or(account.balance);
    }
}
