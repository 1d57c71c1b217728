//! Receipts that anybody may verify: how a payment stands now, by the word of the payer's bank. A path carries its own proof,
//! so that nothing is stored for it, and one that is not ours never reaches a store.

use super::{
    account_view::own_party,
    network_limit::NetworkLimit,
    ports::{Accounts, Statements},
};
use crate::domain::{OurBank, Status, Transfer};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use engine::{Clock, Unavailable};
use pix::{Cents, EndToEndId, Party, ReceiptPath, Timestamp};
use std::{net::IpAddr, sync::Arc, time::Duration};

/// How this bank makes the addresses of its receipts.
#[derive(Clone)]
pub struct ReceiptAddresses {
    /// Where its pages are, as customers write it; without a slash at the end.
    pub pages_url: String,
    /// What only this bank can make of an id.
    pub seal: Arc<dyn Fn(EndToEndId) -> [u8; 32] + Send + Sync>,
}

impl ReceiptAddresses {
    /// Where the receipt of a transfer that we sent can be read.
    pub fn url(&self, id: EndToEndId) -> String {
        format!("{}/r/{id}{}", self.pages_url, self.proof(id))
    }

    fn proof(&self, id: EndToEndId) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(&(self.seal)(id)[..PROOF_BYTES])
    }
}

/// A clerk asks again and again; a network that asks more often reads the bank's books.
const PER_NETWORK: u32 = 120;
const WINDOW: Duration = Duration::from_secs(60);
/// Of the seal, 16 characters in the path.
const PROOF_BYTES: usize = 12;

/// How a payment stands, in public.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReceiptStatus {
    Completed,
    Travelling,
    Rejected,
    /// All of it was given back.
    Returned,
    PartlyReturned,
}

/// What anybody may know of a payment who holds its receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    pub id: EndToEndId,
    pub status: ReceiptStatus,
    pub amount: Cents,
    /// When it became what it is.
    pub at: Timestamp,
    pub payer: Party,
    pub payee: Option<Party>,
    /// What came back, and when, the oldest first.
    pub returns: Vec<(Cents, Timestamp)>,
    pub answered_by: String,
    pub answered_at: Timestamp,
}

/// Why nothing is said.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptRefusal {
    #[error("this bank gave no such receipt")]
    NoSuch,
    #[error("too many receipts were asked for from your network; try again later")]
    TooMany(Duration),
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// The receipts of this bank's payers.
pub struct Receipts {
    accounts: Arc<dyn Accounts>,
    statements: Arc<dyn Statements>,
    pub addresses: ReceiptAddresses,
    bank: OurBank,
    clock: Clock,
    asked: NetworkLimit,
}

impl Receipts {
    /// Over the bank's books.
    pub fn new(
        (accounts, statements): (Arc<dyn Accounts>, Arc<dyn Statements>),
        addresses: ReceiptAddresses,
        bank: OurBank,
        clock: Clock,
    ) -> Self {
        let asked = NetworkLimit::new(PER_NETWORK, WINDOW);
        Self { accounts, statements, addresses, bank, clock, asked }
    }

    /// How the payment stands whose receipt leads to `path`, asked for `from` somewhere.
    ///
    /// # Errors
    /// Where the path is not ours, the network asked too often, or the books cannot be read.
    pub async fn show(&self, path: ReceiptPath, from: IpAddr) -> Result<Receipt, ReceiptRefusal> {
        self.asked.ask(from).map_err(ReceiptRefusal::TooMany)?;
        let id = path.end_to_end_id();
        if !same(path.proof(), &self.addresses.proof(id)) {
            return Err(ReceiptRefusal::NoSuch);
        }
        let transfer = self.statements.sent(id).await?.ok_or(ReceiptRefusal::NoSuch)?;
        let account = transfer.account.ok_or(ReceiptRefusal::NoSuch)?;
        let payer = self.accounts.view(account).await?.ok_or(ReceiptRefusal::NoSuch)?;
        let returns = self.statements.returns(account, id).await?;
        let back = returns.into_iter().filter_map(|(back, _)| Some((back.amount, back.completed_at?)));
        Ok(self.receipt(transfer, own_party(&payer, &self.bank), back.collect()))
    }

    fn receipt(&self, transfer: Transfer, payer: Party, returns: Vec<(Cents, Timestamp)>) -> Receipt {
        let (status, at) = standing(&transfer, &returns);
        Receipt {
            returns,
            id: transfer.id,
            status,
            amount: transfer.amount,
            at,
            payer,
            payee: transfer.counterparty,
            answered_by: self.bank.name.clone(),
            answered_at: (self.clock)(),
        }
    }
}

fn standing(transfer: &Transfer, returns: &[(Cents, Timestamp)]) -> (ReceiptStatus, Timestamp) {
    let back = Cents::checked_sum(returns.iter().map(|(amount, _)| *amount));
    match transfer.status {
        Status::Completed => {
            let status = match back {
                _ if returns.is_empty() => ReceiptStatus::Completed,
                Some(back) if back < transfer.amount => ReceiptStatus::PartlyReturned,
                _ => ReceiptStatus::Returned,
            };
            (status, transfer.completed_at.unwrap_or(transfer.pending_at))
        }
        Status::Rejected => (ReceiptStatus::Rejected, transfer.rejected_at.unwrap_or(transfer.pending_at)),
        Status::Pending => (ReceiptStatus::Travelling, transfer.pending_at),
    }
}

/// In the same time, wherever they differ.
fn same(one: &str, other: &str) -> bool {
    let differences = one.bytes().zip(other.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b));
    one.len() == other.len() && differences == 0
}
