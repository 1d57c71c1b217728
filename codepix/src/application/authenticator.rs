//! Who is calling, by the bearer token, for every transport. Refuses to know how a token travels.

use super::{
    participant_cache::{ParticipantCache, token_hash},
    ports::TokenHash,
};
use crate::domain::Participant;
use engine::Unavailable;
use std::sync::Arc;

/// Tells banks and the administration by their bearer tokens. Cheap to clone.
#[derive(Clone)]
pub struct Authenticator {
    participants: Arc<ParticipantCache>,
    admin: TokenHash,
}

/// Why a caller is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AuthError {
    #[error("send the token of a participant: `authorization: Bearer <token>`")]
    Unknown,
    #[error("this call is a bank's; the administration's token does not open it")]
    NotABank,
    #[error("this call is the administration's; a bank's token does not open it")]
    NotTheAdministration,
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// A caller whose token is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caller {
    Bank(Participant),
    Administration,
}

impl Authenticator {
    pub fn new(participants: Arc<ParticipantCache>, admin_token: &str) -> Self {
        Self { participants, admin: token_hash(admin_token) }
    }

    /// The bank that holds `token`.
    ///
    /// # Errors
    /// [`AuthError`] when no bank does, or when that cannot be found out.
    pub async fn bank(&self, token: Option<&str>) -> Result<Participant, AuthError> {
        let token = token.ok_or(AuthError::Unknown)?;
        if self.is_admin(token) {
            return Err(AuthError::NotABank);
        }
        self.participants.by_token(token).await?.ok_or(AuthError::Unknown)
    }

    /// Succeeds for the administration.
    ///
    /// # Errors
    /// [`AuthError`] for everybody else.
    pub async fn administration(&self, token: Option<&str>) -> Result<(), AuthError> {
        let token = token.ok_or(AuthError::Unknown)?;
        if self.is_admin(token) {
            return Ok(());
        }
        self.participants.by_token(token).await?.ok_or(AuthError::Unknown)?;
        Err(AuthError::NotTheAdministration)
    }

    /// A bank or the administration.
    ///
    /// # Errors
    /// [`AuthError`] for everybody else.
    pub async fn anybody(&self, token: Option<&str>) -> Result<Caller, AuthError> {
        match self.bank(token).await {
            Ok(bank) => Ok(Caller::Bank(bank)),
            Err(AuthError::NotABank) => Ok(Caller::Administration),
            Err(error) => Err(error),
        }
    }

    /// Compares hashes, so that the time it takes tells nothing about the token.
    fn is_admin(&self, token: &str) -> bool {
        token_hash(token) == self.admin
    }
}

/// The token of an `authorization` header.
pub fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim()).filter(|token| !token.is_empty())
}
