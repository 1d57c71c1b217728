//! Log-ins: a token of 256 random bits for a right password, kept hashed, never written on use.

use super::{
    accounts::{AccountStore, email},
    attempts::Attempts,
    passwords::Passwords,
    ports::TokenHash,
};
use crate::domain::AccountId;
use engine::{Entropy, Unavailable, in_time};
use pix::{TaxId, Timestamp};
use sha2::{Digest, Sha256};
use std::{net::IpAddr, sync::Arc, time::Duration};

/// How often sessions that are over are swept up, and how many in one statement.
const SWEEP_EVERY: Duration = Duration::from_secs(60);
const SWEEP_MAX: i64 = 1_000;

/// How a token is kept. It is long and random, so a plain hash is enough.
pub fn token_hash(token: &str) -> TokenHash {
    Sha256::digest(token).into()
}

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

/// Starts, knows and ends sessions.
#[derive(Clone)]
pub struct Sessions {
    pub accounts: Arc<dyn AccountStore>,
    pub passwords: Arc<Passwords>,
    pub attempts: Arc<Attempts>,
    pub entropy: Entropy,
    pub hours: i32,
}

impl Sessions {
    /// Logs in by e-mail or tax id.
    pub async fn start(&self, login: &str, password: String, from: IpAddr) -> Result<Session, LoginError> {
        let login = readable(login);
        let attempt = self.attempts.begin(login.as_deref(), from).map_err(LoginError::TooMany)?;
        let known = match &login {
            Some(login) => self.accounts.credentials(login).await?,
            None => None,
        };
        let (account, hash) = known.unzip();
        let right = self.passwords.verify(password, hash).await?;
        let Some(account) = account.filter(|_| right) else {
            attempt.failed();
            return Err(LoginError::Mismatch);
        };
        attempt.succeeded();
        let token = hex::encode([(); 4].map(|()| (self.entropy)().to_be_bytes()).concat());
        let expires_at = self.accounts.start_session(&token_hash(&token), account, self.hours).await?;
        tracing::info!(%account, "logged in");
        Ok(Session { token, account, expires_at })
    }

    /// Whose session is it?
    pub async fn account(&self, token: &str) -> Result<Option<AccountId>, Unavailable> {
        self.accounts.session(&token_hash(token)).await
    }

    /// Whose it was, if it was one.
    pub async fn end(&self, token: &str) -> Result<Option<AccountId>, Unavailable> {
        self.accounts.end_session(&token_hash(token)).await
    }

    /// Ends all sessions of an account.
    pub async fn end_all(&self, account: AccountId) -> Result<(), Unavailable> {
        self.accounts.end_sessions(account).await
    }

    /// Sweeps up sessions that are over, for ever: customers let them run out far more often than they log out.
    pub async fn sweep(accounts: Arc<dyn AccountStore>) {
        loop {
            match in_time(accounts.sweep_sessions(SWEEP_MAX)).await {
                Ok(swept) if swept == SWEEP_MAX => continue,
                Ok(_) => {}
                Err(unavailable) => tracing::debug!("sessions are swept up later: {unavailable}"),
            }
            tokio::time::sleep(SWEEP_EVERY).await;
        }
    }
}

/// A login that somebody can have: a tax id or an e-mail, normalised.
fn readable(login: &str) -> Option<String> {
    match TaxId::parse(login) {
        Ok(tax_id) => Some(tax_id.as_str().to_owned()),
        Err(_) => email(login).ok(),
    }
}
