//! The present state of what a batch touches, as the commands before have left it.

use super::{
    admission::{Present, Standing},
    tokens::TokenHash,
};
use crate::domain::{Account, AccountId, Charge, Decision, Ledger, PaidInside, Returnable, Side, Transfer};
use pix::{Cents, EndToEndId, Txid};
use std::collections::HashMap;
use uuid::Uuid;

/// A key that is paid inside the bank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActiveKey {
    pub key: String,
    pub entry_id: Uuid,
    pub account: AccountId,
}

/// One for a whole batch, so that two debits of one account see each other. A store fills it with what it finds.
#[derive(Debug, Default)]
pub struct WorkingCopy {
    /// What stood there when the batch began.
    pub read: Present,
    pub(super) sessions: HashMap<TokenHash, AccountId>,
    pub(super) accounts: HashMap<AccountId, Account>,
    pub(super) keys: HashMap<String, ActiveKey>,
    pub(super) transfers: HashMap<(EndToEndId, Side), Transfer>,
    pub(super) requests: HashMap<(AccountId, String), EndToEndId>,
    charges: HashMap<(AccountId, Txid), Charge>,
    /// What of a transfer is returned, or on its way back.
    returned: HashMap<EndToEndId, Cents>,
}

fn request(transfer: &Transfer) -> Option<((AccountId, String), EndToEndId)> {
    Some(((transfer.account?, transfer.idempotency.as_ref()?.key.clone()), transfer.id))
}

impl WorkingCopy {
    /// A live session.
    pub fn add_session(&mut self, token: TokenHash, account: AccountId) {
        self.sessions.insert(token, account);
    }

    pub fn add_account(&mut self, account: Account) {
        let Account { id, balance, open, .. } = account;
        self.read.accounts.insert(id, Standing { balance, open, pin: account.pin.state });
        self.accounts.insert(id, account);
    }

    /// An active key.
    pub fn add_key(&mut self, key: ActiveKey) {
        self.keys.insert(key.key.clone(), key);
    }

    pub fn add_transfer(&mut self, transfer: Transfer) {
        let side = (transfer.id, transfer.side);
        self.read.versions.insert(side, transfer.version);
        self.requests.extend(request(&transfer));
        self.transfers.insert(side, transfer);
    }

    pub fn add_charge(&mut self, charge: Charge) {
        let name = (charge.account, charge.txid.clone());
        self.read.charges.insert(name.clone(), charge.version);
        self.charges.insert(name, charge);
    }

    /// The account's charge of that name.
    pub fn charge(&self, account: AccountId, txid: Option<&Txid>) -> Option<&Charge> {
        self.charges.get(&(account, txid?.clone()))
    }

    /// So much of a transfer is returned, or on its way back.
    pub fn add_returned(&mut self, original: EndToEndId, amount: Cents) {
        self.returned.insert(original, amount);
    }

    pub fn charges(&self) -> impl Iterator<Item = &Charge> {
        self.charges.values()
    }

    pub fn session(&self, token: &TokenHash) -> Option<&Account> {
        self.accounts.get(self.sessions.get(token)?)
    }

    pub fn accounts(&self) -> impl Iterator<Item = &Account> {
        self.accounts.values()
    }

    pub fn account(&self, id: AccountId) -> Option<&Account> {
        self.accounts.get(&id)
    }

    pub fn transfer(&self, id: EndToEndId, side: Side) -> Option<&Transfer> {
        self.transfers.get(&(id, side))
    }

    /// The transfer that an earlier request of the same idempotency key made.
    pub fn request(&self, account: AccountId, key: &str) -> Option<&Transfer> {
        let id = self.requests.get(&(account, key.to_owned()))?;
        self.transfer(*id, Side::Out)
    }

    /// Whom a key pays inside the bank, and which charge.
    pub fn payee(&self, key: &str, txid: Option<&Txid>) -> Option<PaidInside<'_>> {
        let active = self.keys.get(key)?;
        let charge = self.charge(active.account, txid);
        Some(PaidInside { account: self.accounts.get(&active.account)?, entry_id: active.entry_id, charge })
    }

    /// What came to the bank, to be given back.
    pub fn returnable(&self, id: EndToEndId) -> Option<Returnable<'_>> {
        let payer = self.transfer(id, Side::Out).and_then(|out| out.account);
        Some(Returnable {
            came: self.transfer(id, Side::In)?,
            returned: self.returned.get(&id).copied().unwrap_or_default(),
            payer: payer.and_then(|id| self.account(id)),
        })
    }

    /// Our side of what is given back to a customer of ours, with the account.
    pub fn sent(&self, id: EndToEndId) -> (Option<&Transfer>, Option<&Account>) {
        let out = self.transfer(id, Side::Out);
        (out, out.and_then(|out| self.account(out.account?)))
    }

    /// The registration of a key that is active in the bank.
    pub fn entry(&self, key: &str) -> Option<Uuid> {
        self.keys.get(key).map(|active| active.entry_id)
    }

    /// What a store found besides what is remembered.
    pub fn extend(&mut self, found: Self) {
        let Self { read, sessions, accounts, keys, transfers, requests, charges, returned } = found;
        self.read.versions.extend(read.versions);
        self.read.accounts.extend(read.accounts);
        self.read.charges.extend(read.charges);
        self.sessions.extend(sessions);
        self.accounts.extend(accounts);
        self.keys.extend(keys);
        self.transfers.extend(transfers);
        self.requests.extend(requests);
        self.charges.extend(charges);
        self.returned.extend(returned);
    }

    /// Writes what was decided, for the next command to see.
    pub fn apply(&mut self, decision: &Decision) {
        for transfer in &decision.transfers {
            self.requests.extend(request(transfer));
            self.transfers.insert((transfer.id, transfer.side), transfer.clone());
        }
        if let Some(after) = decision.charge.as_ref().and_then(|step| step.after.clone()) {
            self.charges.insert((after.account, after.txid.clone()), after);
        }
        if let Some(account) = decision.pin.and_then(|pin| self.accounts.get_mut(&pin.account))
            && let Some(pin) = decision.pin
        {
            account.pin.state = pin.after;
        }
        for returned in decision.returned.iter().filter(|returned| returned.side == Side::Out) {
            let sum = self.returned.entry(returned.original).or_default();
            *sum = sum.checked_add(returned.amount).unwrap_or(*sum);
        }
        for posting in &decision.postings {
            self.post(posting.debit, |balance| balance.checked_sub(posting.amount));
            self.post(posting.credit, |balance| balance.checked_add(posting.amount));
        }
    }

    /// Accounts that are not at hand are judged at the commit.
    fn post(&mut self, ledger: Ledger, change: impl Fn(Cents) -> Option<Cents>) {
        let account = ledger.customer().and_then(|id| self.accounts.get_mut(&id));
        if let Some(account) = account
            && let Some(balance) = change(account.balance)
        {
            account.balance = balance;
        }
    }
}
