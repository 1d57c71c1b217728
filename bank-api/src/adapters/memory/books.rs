//! The books in memory, with the same judgement at the commit as the database's.

use super::rows::{Posted, Rows, Session};
use crate::{
    application::{Books, Change, Grounds, Present, TokenHash, Wanted, WorkingCopy, admit},
    domain::{Account, AccountId, Ledger, Posting, PostingKind, Side, Transfer},
};
use async_trait::async_trait;
use engine::{Clock, CommitError, Outcome, Unavailable};
use outbox::memory::MemoryQuestions;
use pix::Timestamp;
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use uuid::Uuid;

/// The books of one bank, and its open questions. Clones are the same books.
#[derive(Clone)]
pub struct MemoryBooks {
    rows: Arc<Mutex<Rows>>,
    pub questions: MemoryQuestions,
    clock: Clock,
}

impl Default for MemoryBooks {
    /// Time stands still.
    fn default() -> Self {
        Self::new(Arc::new(|| Timestamp::UNIX_EPOCH))
    }
}

impl MemoryBooks {
    /// Nobody has an account yet.
    pub fn new(clock: Clock) -> Self {
        let questions = MemoryQuestions::default();
        questions.go_by(Arc::clone(&clock));
        Self { rows: Arc::default(), questions, clock }
    }

    /// The rows, to look at or to prepare.
    pub fn rows(&self) -> MutexGuard<'_, Rows> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// By the store's own clock.
    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// Opens an account with opening money.
    pub fn open(&self, account: Account) {
        let at = self.now();
        let mut rows = self.rows();
        let posting = Posting {
            transfer: None,
            kind: PostingKind::Opening,
            debit: Ledger::Treasury,
            credit: Ledger::Customer(account.id),
            amount: account.balance,
        };
        if account.balance.is_positive() {
            rows.postings.push(Posted { posting, balance_after: Some(account.balance), at });
        }
        rows.accounts.insert(account.id, account);
    }

    /// A session that does not end by itself.
    pub fn log_in(&self, token: TokenHash, account: AccountId) {
        self.rows().sessions.insert(token, Session { account, expires_at: Timestamp::MAX });
    }
}

impl Rows {
    /// Is what was decided on these true still?
    fn bear(&self, Grounds { session: (token, account), key }: &Grounds, now: Timestamp) -> bool {
        let session = self.sessions.get(token).filter(|session| session.expires_at > now);
        let stands = |(key, entry): &(String, Option<Uuid>)| {
            self.keys.get(key).map(|active| active.entry_id) == *entry
        };
        session.is_some_and(|session| session.account == *account) && key.as_ref().is_none_or(stands)
    }

    /// The unique index of the database: a request is one transfer.
    fn takes_a_request_twice(&self, transfer: &Transfer) -> bool {
        let earlier = transfer.account.zip(transfer.idempotency.as_ref());
        let earlier = earlier.and_then(|(account, idempotency)| self.by_request(account, &idempotency.key));
        earlier.is_some_and(|earlier| earlier.id != transfer.id)
    }
}

#[async_trait]
impl Books for MemoryBooks {
    async fn load(&self, wanted: &Wanted) -> Result<WorkingCopy, Unavailable> {
        let now = self.now();
        let rows = self.rows();
        let mut copy = WorkingCopy::default();
        let mut ids = wanted.accounts.clone();
        for token in &wanted.sessions {
            let live = rows.sessions.get(token).filter(|session| session.expires_at > now);
            let Some(Session { account, .. }) = live else { continue };
            copy.add_session(*token, *account);
            ids.push(*account);
        }
        for key in wanted.keys.iter().filter_map(|key| rows.keys.get(key)) {
            copy.add_key(key.clone());
            ids.push(key.account);
        }
        let sides = wanted.originals.iter().flat_map(|id| [(*id, Side::Out), (*id, Side::In)]);
        ids.extend(sides.filter_map(|side| rows.transfers.get(&side)?.account));
        let accounts = ids.iter().filter_map(|id| rows.accounts.get(id));
        accounts.for_each(|account| copy.add_account(account.clone()));
        wanted.originals.iter().for_each(|id| copy.add_returned(*id, rows.returned_of(*id)));
        let by_id = wanted.transfers.iter().filter_map(|id| rows.transfers.get(id));
        let requests = wanted.requests.iter();
        let by_request =
            requests.filter_map(|(token, key)| rows.by_request(rows.sessions.get(token)?.account, key));
        by_id.chain(by_request).for_each(|transfer| copy.add_transfer(transfer.clone()));
        Ok(copy)
    }

    async fn commit(&self, _read: &Present, changes: &[Change]) -> Result<Vec<Outcome>, CommitError> {
        let at = self.now();
        let mut rows = self.rows();
        if !changes.iter().filter_map(|change| change.grounds.as_ref()).all(|grounds| rows.bear(grounds, at))
        {
            return Err(CommitError::Conflict("a session ended, or a key has another registration".into()));
        }
        let admission = admit(changes, &rows.present(changes));
        let mut requests = BTreeSet::new();
        let requested =
            admission.transfers.values().filter_map(|next| Some((next.account?, next.idempotency.as_ref()?)));
        let twice = requested.fold(false, |twice, (account, i)| !requests.insert((account, &i.key)) || twice);
        if twice || admission.transfers.values().any(|transfer| rows.takes_a_request_twice(transfer)) {
            return Err(CommitError::Conflict("another instance took the same request".into()));
        }
        for (id, transfer) in admission.transfers {
            rows.written.push(id);
            rows.transfers.insert(id, transfer.clone());
        }
        let returned = admission.returned.into_iter();
        rows.returned.extend(returned.map(|returned| ((returned.id, returned.side), returned.clone())));
        for (id, standing) in admission.accounts {
            if let Some(account) = rows.accounts.get_mut(&id) {
                account.balance = standing.balance;
                account.pin.state = standing.pin;
            }
        }
        let posted = admission.postings.into_iter();
        rows.postings.extend(posted.map(|(posting, balance_after)| Posted {
            posting: posting.clone(),
            balance_after,
            at,
        }));
        admission
            .questions
            .into_iter()
            .for_each(|(id, question)| self.questions.write(id.as_str(), &question));
        Ok(admission.outcomes)
    }
}
