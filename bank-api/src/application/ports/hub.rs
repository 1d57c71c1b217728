//! The key directory as the bank sees it, and how sure it can be of an answer. Knows no transport.

use crate::domain::AccountId;
use async_trait::async_trait;
use pix::{BankCode, Ispb, KeyKind, PixKey, TaxId, Timestamp};
use uuid::Uuid;

/// Asks for a key. The same request again gets the same answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    pub request_id: Uuid,
    pub kind: KeyKind,
    /// None for a random key: the directory draws it.
    pub key: Option<PixKey>,
    pub account: AccountId,
    pub owner_name: String,
    pub owner_tax_id: TaxId,
}

/// The bank that holds a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldingBank {
    pub code: BankCode,
    pub ispb: Ispb,
    pub name: String,
}

/// One registration, as the directory has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub entry_id: Uuid,
    pub key: PixKey,
    pub bank: HoldingBank,
    pub branch: String,
    /// As the holding bank writes it.
    pub account: String,
    pub owner_name: String,
    pub owner_tax_id_masked: String,
    pub created_at: Timestamp,
}

/// Entries of this bank, by key.
#[derive(Debug, Clone, Default)]
pub struct EntryPage {
    pub entries: Vec<Entry>,
    pub more: bool,
}

/// The rule by which the directory said no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HubRule {
    /// Somebody holds the key.
    Taken,
    /// The account has all the keys it may have.
    TooMany,
    /// A CPF or CNPJ of somebody else.
    NotTheOwners,
    /// This request was carried out, and what it registered was removed since.
    Removed,
    /// This request id was used for something else.
    RequestIdReused,
    /// Another bank holds what was to be removed.
    NotYours,
    /// Anything else that the directory does not take.
    Other,
}

/// A definite no; the directory is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text}")]
pub struct HubRefusal {
    pub rule: HubRule,
    /// In the directory's words.
    pub text: String,
    /// Who holds the key, where one is in the way.
    pub holder: Option<HoldingBank>,
}

/// Why a call did not bring what it should.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HubError {
    #[error(transparent)]
    Refused(#[from] HubRefusal),
    /// It may have been carried out, or still be.
    #[error("the hub's answer is unknown: {0}")]
    Unknown(String),
    /// This call was certainly not carried out, and never will be.
    #[error("the hub was not reached: {0}")]
    NotReached(String),
}

/// The hub's key directory. Every call ends within a few seconds.
#[async_trait]
pub trait Hub: Send + Sync + 'static {
    async fn register(&self, registration: &Registration) -> Result<Entry, HubError>;
    /// None when nobody has registered it.
    async fn find(&self, key: &PixKey) -> Result<Option<Entry>, HubError>;
    /// The URL at which the charges of this host are asked for; None when it is no bank's.
    async fn code_url(&self, host: &str) -> Result<Option<String>, HubError>;
    /// This bank's entries behind `after`; the empty text for the first page.
    async fn list(&self, after: &str, limit: i32) -> Result<EntryPage, HubError>;
    /// Removes exactly this registration; what is gone already is a success.
    async fn remove(&self, key: &PixKey, entry_id: Uuid) -> Result<(), HubError>;
}
