//! What moved on an account, for its holder.

use crate::{
    application::send_pix::IdempotencyKey,
    domain::{AccountId, PostingKind, Side, Status, Transfer},
};
use async_trait::async_trait;
use engine::Unavailable;
use pix::{Cents, EndToEndId, ReturnReason, Timestamp};

/// A movement of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    /// The posting's number: later ones are higher.
    pub number: i64,
    pub at: Timestamp,
    pub kind: PostingKind,
    /// Below zero where it went out.
    pub amount: Cents,
    pub balance_after: Cents,
    /// None for opening money.
    pub transfer: Option<Transfer>,
}

/// Which movements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StatementPage {
    /// Only those below this number.
    pub before: Option<i64>,
    /// Only those that came in, or went out.
    pub side: Option<Side>,
    /// At the most.
    pub limit: i64,
}

/// A page of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Statement {
    pub movements: Vec<Movement>,
    /// The next page is before this; None on the last one.
    pub next: Option<i64>,
}

/// The movements and transfers of an account.
#[async_trait]
pub trait Statements: Send + Sync + 'static {
    /// Newest first. Of one direction a page may be shorter than asked, even empty, and yet not the last.
    async fn page(&self, account: AccountId, page: StatementPage) -> Result<Statement, Unavailable>;
    /// The account's side of a transfer; the payer's, where both are its own.
    async fn transfer(&self, account: AccountId, id: EndToEndId) -> Result<Option<Transfer>, Unavailable>;
    /// The payer's side of a transfer, whichever account of ours it is.
    async fn sent(&self, id: EndToEndId) -> Result<Option<Transfer>, Unavailable>;
    /// What of a transfer was given back: the account's side of each return, the oldest first. What was refused to a payer
    /// moved nothing there and is none of them.
    async fn returns(
        &self,
        account: AccountId,
        original: EndToEndId,
    ) -> Result<Vec<(Transfer, ReturnReason)>, Unavailable>;
    /// What of a transfer that the account received it can still return.
    async fn remaining(&self, account: AccountId, original: EndToEndId) -> Result<Cents, Unavailable> {
        let came = self.received(account, original).await?;
        let back = self.returns(account, original).await?.into_iter().map(|(transfer, _)| transfer);
        let back = back.filter(|back| back.side == Side::Out && back.status != Status::Rejected);
        let back = Cents::checked_sum(back.map(|back| back.amount));
        let remaining = came.zip(back).and_then(|(came, back)| came.amount.checked_sub(back));
        Ok(remaining.unwrap_or_default())
    }
    /// The transfer that the account received under this id.
    async fn received(&self, account: AccountId, id: EndToEndId) -> Result<Option<Transfer>, Unavailable>;
    /// The transfer that the account ordered with this key.
    async fn ordered(
        &self,
        account: AccountId,
        key: &IdempotencyKey,
    ) -> Result<Option<Transfer>, Unavailable>;
    /// Forgets the idempotency keys of transfers that were sent more than so many days ago and have ended. Looks at `limit`
    /// movements at the most, from where the last call ended; at how many.
    async fn forget_requests(&self, days: i32, limit: i64) -> Result<i64, Unavailable>;
}
