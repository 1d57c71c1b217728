//! Charges: asked for, looked at, taken back. How one is paid, the books decide.

mod code;
mod refusal;
mod request;

pub use code::CodeMaker;
pub use refusal::ChargeRefusal;
pub use request::ChargeRequest;

use super::ports::{Accounts, ChargePage, ChargeWithPayments, Charges, NewCharge, Written};
use crate::domain::{AccountId, Charge, ChargeStatus};
use engine::{Clock, Entropy, Unavailable};
use pix::{Timestamp, Txid};
use std::sync::Arc;

/// Charges of one page.
pub const CHARGES_MAX: i64 = 50;

/// A charge as its payee sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownCharge {
    pub charge: Charge,
    pub status: ChargeStatus,
    /// What is copied and drawn.
    pub br_code: String,
}

/// The use cases of charges.
pub struct Charging {
    pub charges: Arc<dyn Charges>,
    pub accounts: Arc<dyn Accounts>,
    pub codes: CodeMaker,
    pub clock: Clock,
    pub entropy: Entropy,
}

impl Charging {
    /// Writes a charge; the same request again makes no other.
    ///
    /// # Errors
    /// [`ChargeRefusal`]
    pub async fn make(
        &self,
        account: AccountId,
        request: ChargeRequest,
    ) -> Result<ShownCharge, ChargeRefusal> {
        let idempotency = request.idempotency();
        let charge = request.charge(account, (self.clock)(), &self.entropy)?;
        match self.charges.write(&NewCharge { charge: charge.clone(), idempotency }).await? {
            Written::Now => self.shown(charge).await,
            Written::Before(charge) => self.shown(*charge).await,
            Written::KeyReused => Err(ChargeRefusal::KeyReused),
            Written::NotPayable => Err(ChargeRefusal::NotYourKey),
        }
    }

    /// A charge of the account, with its payments.
    ///
    /// # Errors
    /// [`ChargeRefusal::Nowhere`] where there is none.
    pub async fn find(
        &self,
        account: AccountId,
        txid: &Txid,
    ) -> Result<(ShownCharge, ChargeWithPayments), ChargeRefusal> {
        let found = self.charges.find(account, txid).await?.ok_or(ChargeRefusal::Nowhere)?;
        Ok((self.shown(found.charge.clone()).await?, found))
    }

    /// Charges of the account, the newest first.
    ///
    /// # Errors
    /// [`ChargeRefusal::Unavailable`]
    pub async fn page(
        &self,
        account: AccountId,
        (status, after): (Option<ChargeStatus>, Option<&Txid>),
        limit: i64,
    ) -> Result<Vec<ShownCharge>, ChargeRefusal> {
        let page = ChargePage { status, after, limit, now: (self.clock)() };
        let charges = self.charges.page(account, page).await?;
        let holder = self.holder(account).await?;
        charges.into_iter().map(|charge| self.with_code(charge, &holder)).collect()
    }

    /// Takes a charge back.
    ///
    /// # Errors
    /// [`ChargeRefusal::Paid`] where it was paid first.
    pub async fn remove(&self, account: AccountId, txid: &Txid) -> Result<(), ChargeRefusal> {
        match self.charges.remove(account, txid, (self.clock)()).await? {
            None => Err(ChargeRefusal::Nowhere),
            Some(charge) if charge.paid.is_some() => Err(ChargeRefusal::Paid),
            Some(_) => Ok(()),
        }
    }

    /// The charge that a dynamic code leads to, for anybody who has the code.
    ///
    /// # Errors
    /// [`ChargeRefusal::Nowhere`] where there is none.
    pub async fn of_token(&self, token: &str) -> Result<(Charge, ChargeStatus), ChargeRefusal> {
        let charge = self.charges.by_token(token).await?.ok_or(ChargeRefusal::Nowhere)?;
        let status = charge.status(self.now());
        Ok((charge, status))
    }

    fn now(&self) -> Timestamp {
        (self.clock)()
    }

    async fn shown(&self, charge: Charge) -> Result<ShownCharge, ChargeRefusal> {
        let holder = self.holder(charge.account).await?;
        self.with_code(charge, &holder)
    }

    async fn holder(&self, account: AccountId) -> Result<String, Unavailable> {
        let view = self.accounts.view(account).await?;
        view.map(|view| view.name).ok_or_else(|| Unavailable(format!("there is no account {account}")))
    }

    fn with_code(&self, charge: Charge, holder: &str) -> Result<ShownCharge, ChargeRefusal> {
        let br_code = self.codes.code(&charge, holder)?;
        Ok(ShownCharge { status: charge.status(self.now()), br_code, charge })
    }
}
