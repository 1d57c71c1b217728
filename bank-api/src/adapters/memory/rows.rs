//! What the bank's tables hold, as they stand.

use crate::{
    application::{ActiveKey, Change, Present, Standing, TokenHash},
    domain::{Account, AccountId, HeldKey, Ledger, Posting, Returned, Side, Status, Transfer},
};
use pix::{Cents, EndToEndId, Timestamp};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Accounts, transfers and postings of one bank.
#[derive(Debug, Default, Clone)]
pub struct Rows {
    pub accounts: BTreeMap<AccountId, Account>,
    pub holders: BTreeMap<AccountId, Holder>,
    /// The last account number that was drawn.
    pub last_number: i64,
    pub sessions: BTreeMap<TokenHash, Session>,
    /// Those that are active, as payments look for them.
    pub keys: BTreeMap<String, ActiveKey>,
    /// All keys, by entry id, with the number of times the hub was asked.
    pub held_keys: BTreeMap<Uuid, (HeldKey, i32)>,
    pub transfers: BTreeMap<(EndToEndId, Side), Transfer>,
    /// What is known of returns besides their transfers.
    pub returned: BTreeMap<(EndToEndId, Side), Returned>,
    /// All versions of transfers, as they were written: which changed last.
    pub written: Vec<(EndToEndId, Side)>,
    /// Numbered from one, in this order.
    pub postings: Vec<Posted>,
    /// Of so many postings, the requests were looked at and forgotten.
    pub forgotten: usize,
}

/// What of its holder an account does not need for transfers.
#[derive(Debug, Clone)]
pub struct Holder {
    pub email: String,
    pub password_hash: String,
}

#[derive(Debug, Clone, Copy)]
pub struct Session {
    pub account: AccountId,
    pub expires_at: Timestamp,
}

/// A posting, with its customer's balance after it.
#[derive(Debug, Clone)]
pub struct Posted {
    pub posting: Posting,
    pub balance_after: Option<Cents>,
    pub at: Timestamp,
}

impl Posted {
    /// Whose statement it stands on.
    pub fn customer(&self) -> Option<AccountId> {
        self.posting.debit.customer().or(self.posting.credit.customer())
    }
}

impl Rows {
    /// What an account of the books holds, by its postings.
    pub fn balance(&self, ledger: Ledger) -> Cents {
        let moved = self.postings.iter().map(|Posted { posting, .. }| {
            let sign = i64::from(posting.credit == ledger) - i64::from(posting.debit == ledger);
            sign * posting.amount.get()
        });
        Cents::new(moved.sum())
    }

    /// The transfer that an account ordered with this idempotency key.
    pub fn by_request(&self, account: AccountId, key: &str) -> Option<&Transfer> {
        self.sent_by(account).find(|transfer| transfer.idempotency.as_ref().is_some_and(|i| i.key == key))
    }

    /// All that an account ordered.
    pub fn sent_by(&self, account: AccountId) -> impl Iterator<Item = &Transfer> {
        let sent =
            move |transfer: &&Transfer| transfer.account == Some(account) && transfer.idempotency.is_some();
        self.transfers.values().filter(sent)
    }

    /// An account's postings, with their numbers, newest first.
    pub fn movements(&self, account: AccountId) -> impl DoubleEndedIterator<Item = (i64, &Posted)> {
        let numbered = self.postings.iter().enumerate().map(|(place, posted)| (place as i64 + 1, posted));
        numbered.filter(move |(_, posted)| posted.customer() == Some(account)).rev()
    }

    /// What stands where `changes` would be written.
    pub fn present(&self, changes: &[Change]) -> Present {
        let version = |side| Some((side, self.transfers.get(&side)?.version));
        let standing = |id| {
            let Account { balance, open, ref pin, .. } = *self.accounts.get(&id)?;
            Some((id, Standing { balance, open, pin: pin.state }))
        };
        let transfers = changes.iter().flat_map(|change| &change.decision.transfers);
        Present {
            versions: transfers.filter_map(|next| version((next.id, next.side))).collect(),
            accounts: changes.iter().flat_map(Change::accounts).filter_map(standing).collect(),
        }
    }

    /// What of a transfer its payee has given back, with what is on its way.
    pub fn returned_of(&self, original: EndToEndId) -> Cents {
        let back = self.returned.values().filter(|returned| {
            let out = (returned.id, Side::Out);
            returned.original == original
                && returned.side == Side::Out
                && self.transfers.get(&out).is_some_and(|transfer| transfer.status != Status::Rejected)
        });
        Cents::new(back.map(|returned| returned.amount.get()).sum())
    }

    pub fn is_open(&self, account: AccountId) -> bool {
        self.accounts.get(&account).is_some_and(|account| account.open)
    }

    /// Sessions that are not over.
    pub fn live(&self, now: Timestamp) -> impl Iterator<Item = (&TokenHash, AccountId)> {
        let live = self.sessions.iter().filter(move |(_, session)| session.expires_at > now);
        live.map(|(token, session)| (token, session.account))
    }
}
