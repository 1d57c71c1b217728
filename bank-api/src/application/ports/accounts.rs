//! Accounts and their holders.

use crate::{application::account_view::AccountView, domain::AccountId};
use async_trait::async_trait;
use engine::Unavailable;
use pix::{Cents, PersonName, TaxId};

/// A new account, checked and ready to be written.
#[derive(Debug, Clone)]
pub struct Opening {
    pub id: AccountId,
    pub name: PersonName,
    pub tax_id: TaxId,
    pub email: String,
    pub password_hash: String,
    pub pin_digest: [u8; 32],
    pub balance: Cents,
}

/// Why an account was not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotOpened {
    #[error("the tax id is taken")]
    TaxIdTaken,
    #[error("the e-mail address is taken")]
    EmailTaken,
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// What came of closing an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closing {
    Closed,
    /// There is no such account, or it is closed already.
    NotOpen,
    /// Money is on it, or on its way from it.
    Money,
    /// It still has keys, or waits for some.
    Keys,
}

/// Accounts and their holders. Each call is one transaction.
#[async_trait]
pub trait Accounts: Send + Sync + 'static {
    /// A number nobody has.
    async fn next_number(&self) -> Result<AccountId, Unavailable>;
    /// Writes account, holder and opening money.
    async fn open(&self, opening: &Opening) -> Result<(), NotOpened>;
    async fn view(&self, account: AccountId) -> Result<Option<AccountView>, Unavailable>;
    /// Account and password hash of a normalised e-mail or tax id. Closed accounts have none.
    async fn credentials(&self, login: &str) -> Result<Option<(AccountId, String)>, Unavailable>;
    /// Forgets failed PINs. False when there is no such account.
    async fn unlock(&self, account: AccountId) -> Result<bool, Unavailable>;
    /// Closes an account without money and keys, and ends its sessions.
    async fn close(&self, account: AccountId) -> Result<Closing, Unavailable>;
}
