//! What the address of another bank's charge says. Whose address it is, the hub has said.

use crate::domain::ChargeStatus;
use async_trait::async_trait;
use pix::{Cents, Description, Location, PixKey, Timestamp, Txid};

/// A charge as its bank shows it to whoever has its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundCharge {
    pub status: ChargeStatus,
    pub key: PixKey,
    pub txid: Txid,
    /// None leaves it to the payer.
    pub amount: Option<Cents>,
    pub description: Description,
    pub expires_at: Option<Timestamp>,
}

/// Why nothing is known of a charge.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LocationError {
    #[error("its bank knows no such charge")]
    Nothing,
    #[error("its bank does not answer: {0}")]
    Away(String),
    #[error("its bank answers what is no charge: {0}")]
    Unreadable(String),
}

/// Asks for charges. Each call ends within a few seconds, follows nowhere else and reads no more than a charge takes.
#[async_trait]
pub trait Locations: Send + Sync + 'static {
    /// What lies at the path of `location` behind `url`, which is the bank's.
    async fn fetch(&self, url: &str, location: &Location) -> Result<FoundCharge, LocationError>;
}
