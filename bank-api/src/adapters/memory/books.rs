//! The books in memory, with the same judgement at the commit as the database's.

use crate::{
    application::{ActiveKey, Books, Change, Present, Standing, TokenHash, Wanted, WorkingCopy, admit},
    domain::{Account, AccountId, HeldKey, Ledger, Posting, PostingKind, Side, Transfer},
};
use async_trait::async_trait;
use engine::{CommitError, Outcome, Unavailable};
use outbox::memory::MemoryQuestions;
use pix::{Cents, EndToEndId};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use uuid::Uuid;

/// Accounts, transfers and postings of one bank, as they stand.
#[derive(Debug, Default, Clone)]
pub struct Rows {
    pub accounts: BTreeMap<AccountId, Account>,
    pub sessions: BTreeMap<TokenHash, AccountId>,
    /// Those that are active, as payments look for them.
    pub keys: BTreeMap<String, ActiveKey>,
    /// All keys, by entry id, with the number of times the hub was asked.
    pub held_keys: BTreeMap<Uuid, (HeldKey, i32)>,
    pub transfers: BTreeMap<(EndToEndId, Side), Transfer>,
    pub postings: Vec<Posting>,
}

/// The books of one bank, and its open questions.
#[derive(Default, Clone)]
pub struct MemoryBooks {
    rows: Arc<Mutex<Rows>>,
    pub questions: MemoryQuestions,
}

impl MemoryBooks {
    /// The rows, to look at or to prepare.
    pub fn rows(&self) -> MutexGuard<'_, Rows> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens an account with opening money.
    pub fn open(&self, account: Account) {
        let mut rows = self.rows();
        rows.postings.push(Posting {
            transfer: None,
            kind: PostingKind::Opening,
            debit: Ledger::Treasury,
            credit: Ledger::Customer(account.id),
            amount: account.balance,
        });
        rows.accounts.insert(account.id, account);
    }
}

impl Rows {
    /// What an account of the books holds, by its postings.
    pub fn balance(&self, ledger: Ledger) -> Cents {
        let moved = self.postings.iter().map(|posting| {
            let sign = i64::from(posting.credit == ledger) - i64::from(posting.debit == ledger);
            sign * posting.amount.get()
        });
        Cents::new(moved.sum())
    }

    fn by_request(&self, account: AccountId, key: &str) -> Option<&Transfer> {
        self.transfers.values().find(|transfer| {
            transfer.account == Some(account) && transfer.idempotency.as_ref().is_some_and(|i| i.key == key)
        })
    }

    fn present(&self) -> Present {
        let standing = |account: &Account| Standing {
            balance: account.balance,
            open: account.open,
            pin: account.pin.state,
        };
        Present {
            versions: self.transfers.iter().map(|(id, transfer)| (*id, transfer.version)).collect(),
            accounts: self.accounts.iter().map(|(id, account)| (*id, standing(account))).collect(),
        }
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
        let rows = self.rows();
        let mut copy = WorkingCopy::default();
        let mut ids = wanted.accounts.clone();
        for token in &wanted.sessions {
            let Some(id) = rows.sessions.get(token) else { continue };
            copy.add_session(*token, *id);
            ids.push(*id);
        }
        for key in wanted.keys.iter().filter_map(|key| rows.keys.get(key)) {
            copy.add_key(key.clone());
            ids.push(key.account);
        }
        let accounts = ids.iter().filter_map(|id| rows.accounts.get(id));
        accounts.for_each(|account| copy.add_account(account.clone()));
        let by_id = wanted.transfers.iter().filter_map(|id| rows.transfers.get(id));
        let requests = wanted.requests.iter();
        let by_request = requests.filter_map(|(token, key)| rows.by_request(*rows.sessions.get(token)?, key));
        by_id.chain(by_request).for_each(|transfer| copy.add_transfer(transfer.clone()));
        Ok(copy)
    }

    async fn commit(&self, _read: &Present, changes: &[Change]) -> Result<Vec<Outcome>, CommitError> {
        let mut rows = self.rows();
        let admission = admit(changes, &rows.present());
        let mut requests = BTreeSet::new();
        let requested =
            admission.transfers.values().filter_map(|next| Some((next.account?, next.idempotency.as_ref()?)));
        let twice = requested.fold(false, |twice, (account, i)| !requests.insert((account, &i.key)) || twice);
        if twice || admission.transfers.values().any(|transfer| rows.takes_a_request_twice(transfer)) {
            return Err(CommitError::Conflict("another instance took the same request".into()));
        }
        for (id, transfer) in admission.transfers {
            rows.transfers.insert(id, transfer.clone());
        }
        for (id, standing) in admission.accounts {
            if let Some(account) = rows.accounts.get_mut(&id) {
                account.balance = standing.balance;
                account.pin.state = standing.pin;
            }
        }
        rows.postings.extend(admission.postings.into_iter().map(|(posting, _)| posting.clone()));
        admission
            .questions
            .into_iter()
            .for_each(|(id, question)| self.questions.write(id.as_str(), &question));
        Ok(admission.outcomes)
    }
}
