//! The bodies of `bank-api`, as far as the pages use them.

use pix::Timestamp;
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
pub struct NewAccount<'a> {
    pub name: &'a str,
    pub tax_id: &'a str,
    pub email: &'a str,
    pub password: &'a str,
    pub pin: &'a str,
}

#[derive(Deserialize)]
pub struct SessionJson {
    pub token: String,
    pub expires_at: Timestamp,
}

#[derive(Clone, Deserialize)]
pub struct AccountJson {
    pub name: String,
    pub tax_id_masked: String,
    /// Empty where the bank does not send it yet.
    #[serde(default)]
    pub email: String,
    pub branch: String,
    pub number: String,
    pub balance_cents: i64,
}

#[derive(Deserialize)]
pub struct StatementJson {
    pub entries: Vec<EntryJson>,
    pub next_cursor: Option<String>,
}

#[derive(Clone, Deserialize)]
pub struct EntryJson {
    pub at: Timestamp,
    pub kind: String,
    pub amount_cents: i64,
    pub balance_after_cents: i64,
    pub counterparty: Option<CounterpartyJson>,
    pub end_to_end_id: Option<String>,
    pub status: Option<String>,
}

#[derive(Clone, Deserialize)]
pub struct CounterpartyJson {
    pub name: String,
    pub bank: String,
}

#[derive(Clone, Deserialize)]
pub struct KeyJson {
    pub kind: String,
    pub key: Option<String>,
    pub status: String,
    pub created_at: Timestamp,
}

#[derive(Clone, Deserialize)]
pub struct PayeeJson {
    pub key: String,
    pub entry_id: String,
    pub name: String,
    pub tax_id_masked: String,
    pub bank: BankName,
}

#[derive(Clone, Deserialize)]
pub struct BankName {
    pub name: String,
}

#[derive(Serialize)]
pub struct SendJson<'a> {
    pub key: &'a str,
    pub amount_cents: i64,
    pub description: &'a str,
    pub entry_id: Option<&'a str>,
    pub pin: &'a str,
}

#[derive(Clone, Deserialize)]
pub struct TransferJson {
    pub end_to_end_id: String,
    pub status: String,
    pub reason: Option<String>,
    pub direction: String,
    pub amount_cents: i64,
    pub key: String,
    pub description: String,
    pub payer: Option<PartyJson>,
    pub payee: Option<PartyJson>,
    pub timeline: Vec<StepJson>,
}

impl TransferJson {
    /// When it reached that status.
    pub fn at(&self, status: &str) -> Option<Timestamp> {
        self.timeline.iter().find(|step| step.status == status).map(|step| step.at)
    }
}

#[derive(Clone, Deserialize)]
pub struct PartyJson {
    pub name: String,
    pub tax_id_masked: String,
    pub bank: BankName,
}

#[derive(Clone, Deserialize)]
pub struct StepJson {
    pub status: String,
    pub at: Timestamp,
}

/// `up` or `down`.
#[derive(Deserialize)]
#[serde(default)]
pub struct Readiness {
    pub hub: String,
    pub kafka: String,
}

impl Default for Readiness {
    fn default() -> Self {
        Readiness { hub: "up".to_owned(), kafka: "up".to_owned() }
    }
}

impl Readiness {
    /// Transfers to other banks are accepted all the same, and wait.
    pub fn codepix_is_down(&self) -> bool {
        self.hub == "down" || self.kafka == "down"
    }
}
