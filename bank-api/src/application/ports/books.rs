//! The books, as the writer reads and writes them.

use crate::{
    application::{
        admission::{Change, Present},
        return_pix::ReturnPix,
        tokens::TokenHash,
        working_copy::WorkingCopy,
    },
    domain::{AccountId, ReturnForwarded, Side},
};
use async_trait::async_trait;
use engine::{CommitError, Outcome, Unavailable};
use pix::EndToEndId;

/// What a batch touches.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub sessions: Vec<TokenHash>,
    /// Requests that may be repeats: the session and its idempotency key.
    pub requests: Vec<(TokenHash, String)>,
    /// Keys that may be active here, normalised.
    pub keys: Vec<String>,
    pub transfers: Vec<(EndToEndId, Side)>,
    pub accounts: Vec<AccountId>,
    /// Transfers that something is returned of: how much is, and the accounts of both their sides.
    pub originals: Vec<EndToEndId>,
}

impl Wanted {
    pub fn is_empty(&self) -> bool {
        let Self { sessions, requests, keys, transfers, accounts, originals } = self;
        sessions.is_empty()
            && requests.is_empty()
            && keys.is_empty()
            && transfers.is_empty()
            && accounts.is_empty()
            && originals.is_empty()
    }

    /// What an order to return touches.
    pub fn add_return(&mut self, order: &ReturnPix) {
        self.sessions.push(order.session);
        self.requests.push((order.session, order.idempotency_key.as_str().to_owned()));
        self.add_original(order.original);
    }

    /// What a return touches that the hub brings.
    pub fn add_returned(&mut self, forwarded: &ReturnForwarded) {
        self.transfers.push((forwarded.money.id, Side::In));
        self.add_original(forwarded.original);
    }

    fn add_original(&mut self, id: EndToEndId) {
        self.transfers.extend([(id, Side::Out), (id, Side::In)]);
        self.originals.push(id);
    }
}

/// The books: accounts, transfers, postings, open questions.
#[async_trait]
pub trait Books: Send + Sync + 'static {
    /// The present state of what a batch touches: live sessions, active keys, the accounts of both and those wanted by
    /// number, transfers by id or by request. What is returned of an original is read after the original itself, whose
    /// version guards it.
    async fn load(&self, wanted: &Wanted) -> Result<WorkingCopy, Unavailable>;
    /// One transaction: commits all that [`crate::application::admit`] lets in, one outcome each, in order. `read` is what
    /// the changes were decided on, or a part of it: nothing depends on its being true still, but a store may be faster
    /// where it is, and may say [`CommitError::Conflict`] where it is not. It says so where the [`crate::application::Grounds`] of a
    /// change do not stand, and where a new transfer is there already.
    async fn commit(&self, read: &Present, changes: &[Change]) -> Result<Vec<Outcome>, CommitError>;
}
