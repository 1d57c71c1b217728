//! Who is calling? Every transport asks here. Refuses to know how a token travels.

use super::{
    ports::TokenHash,
    roster::{Roster, token_hash},
};
use crate::domain::Participant;
use engine::Unavailable;
use std::sync::Arc;

/// Tells banks and the administration by their bearer tokens. Cheap to clone.
#[derive(Clone)]
pub struct Gate {
    roster: Arc<Roster>,
    admin: TokenHash,
}

/// Why a call is not let in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    #[error("send the token of a participant: `authorization: Bearer <token>`")]
    Unknown,
    #[error("this call is a bank's; the administration's token does not open it")]
    NotABank,
    #[error("this call is the administration's; a bank's token does not open it")]
    NotTheAdministration,
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// Somebody who was let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caller {
    Bank(Participant),
    Administration,
}

impl Gate {
    pub fn new(roster: Arc<Roster>, admin_token: &str) -> Self {
        Self { roster, admin: token_hash(admin_token) }
    }

    /// The bank that holds `token`.
    ///
    /// # Errors
    /// [`Denied`] when no bank does, or when that cannot be found out.
    pub async fn bank(&self, token: Option<&str>) -> Result<Participant, Denied> {
        let token = token.ok_or(Denied::Unknown)?;
        if self.is_admin(token) {
            return Err(Denied::NotABank);
        }
        self.roster.by_token(token).await?.ok_or(Denied::Unknown)
    }

    /// Lets the administration in.
    ///
    /// # Errors
    /// [`Denied`] for everybody else.
    pub async fn administration(&self, token: Option<&str>) -> Result<(), Denied> {
        let token = token.ok_or(Denied::Unknown)?;
        if self.is_admin(token) {
            return Ok(());
        }
        self.roster.by_token(token).await?.ok_or(Denied::Unknown)?;
        Err(Denied::NotTheAdministration)
    }

    /// Lets banks and the administration in.
    ///
    /// # Errors
    /// [`Denied`] for everybody else.
    pub async fn anybody(&self, token: Option<&str>) -> Result<Caller, Denied> {
        match self.bank(token).await {
            Ok(bank) => Ok(Caller::Bank(bank)),
            Err(Denied::NotABank) => Ok(Caller::Administration),
            Err(denied) => Err(denied),
        }
    }

    /// Hashes are compared, so the time it takes says nothing about the token.
    fn is_admin(&self, token: &str) -> bool {
        token_hash(token) == self.admin
    }
}

/// The token of an `authorization` header.
pub fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim()).filter(|token| !token.is_empty())
}
