//! Log-ins: a token of 256 random bits for a right password, kept hashed, never written on use.

use super::{
    accounts::email,
    attempts::Attempts,
    passwords::Passwords,
    ports::{Accounts, Changed, Sessions},
    tokens::token_hash,
};
use crate::domain::AccountId;
use banks::Secret;
use engine::{Entropy, Unavailable};
use pix::{TaxId, Timestamp};
use std::{net::IpAddr, sync::Arc, time::Duration};

/// A log-in that succeeded.
#[derive(Debug, Clone)]
pub struct Session {
    pub token: String,
    pub account: AccountId,
    pub expires_at: Timestamp,
}

/// Why a log-in failed.
#[derive(Debug, thiserror::Error)]
pub enum LoginError {
    #[error("login and password do not match")]
    Mismatch,
    #[error("too many failed log-ins; try again in {} seconds", .0.as_secs())]
    TooMany(Duration),
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// Somebody who wants to log in; nothing of it is trusted but where it comes from.
pub struct Login<'a> {
    /// An e-mail address or a tax id.
    pub name: &'a str,
    pub password: Secret,
    pub from: IpAddr,
    /// The token of a session that ends once the new one is there.
    pub instead_of: Option<&'a str>,
}

/// Starts, knows and ends sessions.
#[derive(Clone)]
pub struct Logins {
    pub accounts: Arc<dyn Accounts>,
    pub sessions: Arc<dyn Sessions>,
    pub passwords: Arc<Passwords>,
    pub attempts: Arc<Attempts>,
    pub entropy: Entropy,
    pub hours: i32,
    /// The streams of an account whose sessions have changed look at once whether they may go on.
    pub changed: Changed,
}

impl Logins {
    /// Logs in by e-mail or tax id.
    ///
    /// # Errors
    /// [`LoginError`]: a mismatch and too many attempts start nothing and end nothing.
    pub async fn start(&self, login: Login<'_>) -> Result<Session, LoginError> {
        let name = readable(login.name);
        let attempt = self.attempts.begin(name.as_deref(), login.from).map_err(LoginError::TooMany)?;
        let known = match &name {
            Some(name) => self.accounts.credentials(name).await?,
            None => None,
        };
        let (account, hash) = known.unzip();
        let right = self.passwords.verify(login.password, hash).await?;
        let Some(account) = account.filter(|_| right) else {
            attempt.failed();
            return Err(LoginError::Mismatch);
        };
        attempt.succeeded();
        let token = hex::encode([(); 4].map(|()| (self.entropy)().to_be_bytes()).concat());
        let expires_at = self.sessions.start(&token_hash(&token), account, self.hours).await?;
        tracing::info!(%account, "logged in");
        if let Some(before) = login.instead_of {
            self.end(before).await?;
        }
        self.notify(account);
        Ok(Session { token, account, expires_at })
    }

    /// Whose session is it?
    pub async fn account(&self, token: &str) -> Result<Option<AccountId>, Unavailable> {
        self.sessions.account(&token_hash(token)).await
    }

    /// Ends a session; that it is over already is no error.
    pub async fn end(&self, token: &str) -> Result<(), Unavailable> {
        let ended = self.sessions.end(&token_hash(token)).await?;
        ended.into_iter().for_each(|account| self.notify(account));
        Ok(())
    }

    /// Ends all sessions of an account.
    pub async fn end_all(&self, account: AccountId) -> Result<(), Unavailable> {
        self.sessions.end_all(account).await?;
        self.notify(account);
        Ok(())
    }

    /// That nobody listens is no error.
    fn notify(&self, account: AccountId) {
        let _ = self.changed.send([account].into());
    }
}

/// A login that somebody can have: a tax id or an e-mail, normalised.
fn readable(login: &str) -> Option<String> {
    match TaxId::parse(login) {
        Ok(tax_id) => Some(tax_id.as_str().to_owned()),
        Err(_) => email(login).ok(),
    }
}
