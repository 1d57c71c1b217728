//! Statements in memory.

use super::{MemoryBooks, Posted, Rows};
use crate::{
    application::{IdempotencyKey, Movement, Statement, StatementPage, Statements},
    domain::{AccountId, Ledger, PostingKind, Side, Status, Transfer},
};
use async_trait::async_trait;
use engine::Unavailable;
use pix::{Cents, EndToEndId, ReturnReason};
use std::time::Duration;

/// The movements of these books.
#[derive(Default, Clone)]
pub struct MemoryStatements(pub MemoryBooks);

impl Rows {
    fn movement(&self, account: AccountId, (number, posted): (i64, &Posted)) -> Movement {
        let Posted { posting, balance_after, at } = posted;
        let side = if posting.kind == PostingKind::Received { Side::In } else { Side::Out };
        let sign = if posting.debit == Ledger::Customer(account) { -1 } else { 1 };
        Movement {
            number,
            at: *at,
            kind: posting.kind,
            amount: Cents::new(sign * posting.amount.get()),
            balance_after: balance_after.unwrap_or_default(),
            transfer: posting.transfer.and_then(|id| self.transfers.get(&(id, side)).cloned()),
        }
    }
}

#[async_trait]
impl Statements for MemoryStatements {
    async fn page(&self, account: AccountId, page: StatementPage) -> Result<Statement, Unavailable> {
        let rows = self.0.rows();
        let before = page.before.unwrap_or(i64::MAX);
        let movements = rows.movements(account).filter(|(number, _)| *number < before);
        let movements = movements.map(|movement| rows.movement(account, movement));
        let wanted = |movement: &Movement| {
            page.side.is_none_or(|side| movement.amount.is_negative() == (side == Side::Out))
        };
        let limit = usize::try_from(page.limit).unwrap_or_default();
        // One more than asked tells whether there is another page.
        let mut movements: Vec<_> = movements.filter(wanted).take(limit + 1).collect();
        let more = movements.len() > limit;
        movements.truncate(limit);
        let next = movements.last().map(|last| last.number).filter(|_| more);
        Ok(Statement { movements, next })
    }

    async fn transfer(&self, account: AccountId, id: EndToEndId) -> Result<Option<Transfer>, Unavailable> {
        let rows = self.0.rows();
        let mut sides = [Side::Out, Side::In].into_iter().filter_map(|side| rows.transfers.get(&(id, side)));
        Ok(sides.find(|transfer| transfer.account == Some(account)).cloned())
    }

    async fn sent(&self, id: EndToEndId) -> Result<Option<Transfer>, Unavailable> {
        Ok(self.0.rows().transfers.get(&(id, Side::Out)).cloned())
    }

    async fn returns(
        &self,
        account: AccountId,
        original: EndToEndId,
    ) -> Result<Vec<(Transfer, ReturnReason)>, Unavailable> {
        let rows = self.0.rows();
        let returned = rows.returned.values().filter(|returned| returned.original == original);
        let returns = returned.filter_map(|returned| {
            let transfer = rows.transfers.get(&(returned.id, returned.side))?;
            let shown = transfer.account == Some(account)
                && (transfer.side == Side::Out || transfer.status != Status::Rejected);
            shown.then(|| (transfer.clone(), returned.reason))
        });
        let mut returns: Vec<_> = returns.collect();
        returns.sort_by_key(|(transfer, _)| (transfer.pending_at, transfer.id));
        Ok(returns)
    }

    async fn received(&self, account: AccountId, id: EndToEndId) -> Result<Option<Transfer>, Unavailable> {
        let rows = self.0.rows();
        let into = rows.transfers.get(&(id, Side::In));
        Ok(into.filter(|transfer| transfer.account == Some(account)).cloned())
    }

    async fn ordered(
        &self,
        account: AccountId,
        key: &IdempotencyKey,
    ) -> Result<Option<Transfer>, Unavailable> {
        Ok(self.0.rows().by_request(account, key.as_str()).cloned())
    }

    async fn forget_requests(&self, days: i32, limit: i64) -> Result<i64, Unavailable> {
        let kept = Duration::from_secs(86_400 * u64::from(days.unsigned_abs()));
        let now = self.0.now();
        let mut rows = self.0.rows();
        let limit = usize::try_from(limit).unwrap_or(0);
        let next = rows.postings.iter().skip(rows.forgotten).take(limit);
        let old: Vec<_> =
            next.take_while(|posted| posted.at + kept < now).map(|p| p.posting.clone()).collect();
        rows.forgotten += old.len();
        for posting in old.iter().filter(|posting| posting.kind == PostingKind::Sent) {
            let sent = posting.transfer.and_then(|id| rows.transfers.get_mut(&(id, Side::Out)));
            if let Some(sent) = sent.filter(|transfer| transfer.status != Status::Pending) {
                sent.idempotency = None;
            }
        }
        Ok(old.len() as i64)
    }
}
