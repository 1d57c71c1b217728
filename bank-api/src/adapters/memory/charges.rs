//! Charges in memory, beside the books that are paid into.

use super::{MemoryBooks, Rows};
use crate::{
    application::{ChargePage, ChargeWithPayments, Charges, NewCharge, PAYMENTS_MAX, Written},
    domain::{AccountId, Charge, Side, Status},
};
use async_trait::async_trait;
use engine::Unavailable;
use pix::{Timestamp, Txid};

/// The charges of these books.
#[derive(Default, Clone)]
pub struct MemoryCharges(pub MemoryBooks);

impl Rows {
    fn has_active(&self, account: AccountId, key: &str) -> bool {
        self.is_open(account) && self.keys.get(key).is_some_and(|active| active.account == account)
    }
}

#[async_trait]
impl Charges for MemoryCharges {
    async fn write(&self, new: &NewCharge) -> Result<Written, Unavailable> {
        let mut rows = self.0.rows();
        let NewCharge { charge, idempotency } = new;
        let earlier = rows
            .charges
            .values()
            .find(|(earlier, request)| earlier.account == charge.account && request.key == idempotency.key);
        if let Some((earlier, request)) = earlier {
            let same = request == idempotency;
            return Ok(if same { Written::Before(Box::new(earlier.clone())) } else { Written::KeyReused });
        }
        if !rows.has_active(charge.account, charge.key.as_str()) {
            return Ok(Written::NotPayable);
        }
        let name = (charge.account, charge.txid.clone());
        if rows.charges.contains_key(&name) {
            return Err(Unavailable("a charge of this name was drawn before; draw another".into()));
        }
        rows.charges.insert(name, (charge.clone(), idempotency.clone()));
        Ok(Written::Now)
    }

    async fn find(&self, account: AccountId, txid: &Txid) -> Result<Option<ChargeWithPayments>, Unavailable> {
        let rows = self.0.rows();
        let Some((charge, _)) = rows.charges.get(&(account, txid.clone())) else { return Ok(None) };
        let paid = rows.transfers.values().filter(|transfer| {
            transfer.side == Side::In
                && transfer.account == Some(account)
                && transfer.txid.as_ref() == Some(txid)
                && transfer.status == Status::Completed
        });
        let mut payments: Vec<_> = paid.cloned().collect();
        payments.sort_by_key(|transfer| (transfer.completed_at, transfer.id));
        payments.truncate(PAYMENTS_MAX);
        Ok(Some(ChargeWithPayments { charge: charge.clone(), payments }))
    }

    async fn by_token(&self, token: &str) -> Result<Option<Charge>, Unavailable> {
        let rows = self.0.rows();
        let mut charges = rows.charges.values().map(|(charge, _)| charge);
        Ok(charges.find(|charge| charge.token.as_deref() == Some(token)).cloned())
    }

    async fn page(&self, account: AccountId, page: ChargePage<'_>) -> Result<Vec<Charge>, Unavailable> {
        let rows = self.0.rows();
        let place = |charge: &Charge| (charge.created_at, charge.txid.clone());
        let after = page.after.and_then(|txid| rows.charges.get(&(account, txid.clone())));
        let after = after.map(|(charge, _)| place(charge));
        let wanted = rows.charges.values().map(|(charge, _)| charge).filter(|charge| {
            charge.account == account
                && page.status.is_none_or(|status| charge.status(page.now) == status)
                && after.as_ref().is_none_or(|after| place(charge) < *after)
        });
        let mut charges: Vec<_> = wanted.cloned().collect();
        charges.sort_by_key(|charge| std::cmp::Reverse(place(charge)));
        charges.truncate(usize::try_from(page.limit).unwrap_or_default());
        Ok(charges)
    }

    async fn remove(
        &self,
        account: AccountId,
        txid: &Txid,
        now: Timestamp,
    ) -> Result<Option<Charge>, Unavailable> {
        let mut rows = self.0.rows();
        let Some((charge, _)) = rows.charges.get_mut(&(account, txid.clone())) else { return Ok(None) };
        if charge.paid.is_none() && charge.removed_at.is_none() {
            charge.removed_at = Some(now);
            charge.version += 1;
        }
        Ok(Some(charge.clone()))
    }
}
