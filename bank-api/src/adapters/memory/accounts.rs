//! Accounts and their holders in memory.

use super::{Holder, MemoryBooks, Rows};
use crate::{
    application::{AccountView, Accounts, Closing, NotOpened, Opening},
    domain::{Account, AccountId, Pin, PinState, Status},
};
use async_trait::async_trait;
use engine::Unavailable;

/// The accounts of these books.
#[derive(Default, Clone)]
pub struct MemoryAccounts(pub MemoryBooks);

impl Rows {
    /// Open accounts, with their holders.
    fn open_accounts(&self) -> impl Iterator<Item = (&Account, &Holder)> {
        let held =
            self.accounts.values().filter_map(|account| Some((account, self.holders.get(&account.id)?)));
        held.filter(|(account, _)| account.open)
    }

    /// Why an account stays open.
    fn closing(&self, account: &Account) -> Closing {
        let on_its_way = self.sent_by(account.id).any(|transfer| transfer.status == Status::Pending);
        if account.balance.is_positive() || on_its_way {
            return Closing::Money;
        }
        match self.held_keys.values().any(|(held, _)| held.account == account.id) {
            true => Closing::Keys,
            false => Closing::Closed,
        }
    }
}

#[async_trait]
impl Accounts for MemoryAccounts {
    async fn next_number(&self) -> Result<AccountId, Unavailable> {
        let mut rows = self.0.rows();
        rows.last_number = rows.last_number.max(100_000) + 1;
        Ok(AccountId(rows.last_number))
    }

    async fn open(&self, opening: &Opening) -> Result<(), NotOpened> {
        let Opening { id, name, tax_id, email, password_hash, pin_digest, balance } = opening.clone();
        {
            let mut rows = self.0.rows();
            if rows.open_accounts().any(|(account, _)| account.tax_id == tax_id) {
                return Err(NotOpened::TaxIdTaken);
            }
            if rows.open_accounts().any(|(_, holder)| holder.email == email) {
                return Err(NotOpened::EmailTaken);
            }
            rows.holders.insert(id, Holder { email, password_hash });
        }
        let pin = Pin { digest: pin_digest, state: PinState::default() };
        self.0.open(Account { id, holder: name.as_str().to_owned(), tax_id, balance, open: true, pin });
        Ok(())
    }

    async fn view(&self, account: AccountId) -> Result<Option<AccountView>, Unavailable> {
        Ok(self.0.rows().view(account))
    }

    async fn credentials(&self, login: &str) -> Result<Option<(AccountId, String)>, Unavailable> {
        let rows = self.0.rows();
        let mut known = rows.open_accounts();
        let known = known.find(|(account, holder)| holder.email == login || account.tax_id.as_str() == login);
        Ok(known.map(|(account, holder)| (account.id, holder.password_hash.clone())))
    }

    async fn unlock(&self, account: AccountId) -> Result<bool, Unavailable> {
        let mut rows = self.0.rows();
        let account = rows.accounts.get_mut(&account);
        Ok(account.map(|account| account.pin.state = PinState::default()).is_some())
    }

    async fn close(&self, account: AccountId) -> Result<Closing, Unavailable> {
        let mut rows = self.0.rows();
        let Some(known) = rows.accounts.get(&account).filter(|account| account.open) else {
            return Ok(Closing::NotOpen);
        };
        let closing = rows.closing(known);
        if closing == Closing::Closed {
            rows.accounts.entry(account).and_modify(|account| account.open = false);
            rows.sessions.retain(|_, session| session.account != account);
        }
        Ok(closing)
    }
}

impl Rows {
    /// An account as its holder sees it.
    pub fn view(&self, account: AccountId) -> Option<AccountView> {
        let Account { id, holder, tax_id, balance, open, .. } = self.accounts.get(&account)?;
        let email = self.holders.get(&account).map(|holder| holder.email.clone()).unwrap_or_default();
        Some(AccountView {
            id: *id,
            name: holder.clone(),
            tax_id: *tax_id,
            email,
            balance: *balance,
            open: *open,
        })
    }
}
