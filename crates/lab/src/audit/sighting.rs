//! One transfer as every database shows it. Plain values: who read them, and when, is not known here.

use anyhow::{Context as _, bail};

/// Where a transfer stands at a bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BankStatus {
    Pending,
    Completed,
    Rejected,
}

/// Where a transfer stands at the hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HubStatus {
    Pending,
    Confirmed,
    Completed,
    Rejected,
    Refunded,
}

/// One side of a transfer, at a bank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    pub status: BankStatus,
    pub amount_cents: i64,
    /// None for refused money of nobody.
    pub account: Option<i64>,
    /// Payer and payee are of the same bank; the hub never hears of it.
    pub inside: bool,
    pub key: String,
}

/// A row of the books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    pub kind: String,
    pub debit: i64,
    pub credit: i64,
    pub amount_cents: i64,
}

/// What one bank has of a transfer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BankView {
    pub out: Option<Side>,
    pub into: Option<Side>,
    pub question: bool,
    /// Only in a snapshot; not read again.
    pub postings: Vec<Posting>,
}

/// A transfer, at the hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HubTransfer {
    pub status: HubStatus,
    pub amount_cents: i64,
    pub key: String,
    pub payer_account: String,
    /// ISPB; None where the key led nowhere.
    pub destination: Option<String>,
    /// Registered only to be refused: it has no amount and no key.
    pub malformed: bool,
}

/// What the hub has of a transfer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HubView {
    pub transfer: Option<HubTransfer>,
    /// The id is so old that the hub may have deleted its transfer after the end of it.
    pub forgotten: bool,
    pub question: bool,
}

/// What all have of a transfer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sighting {
    pub id: String,
    pub hub: HubView,
    /// In the order of the databases.
    pub banks: Vec<BankView>,
}

impl Side {
    /// Its money left the bank, or came from another.
    pub fn crosses(side: &Option<Side>) -> Option<&Side> {
        side.as_ref().filter(|side| !side.inside)
    }
}

impl std::str::FromStr for BankStatus {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        Ok(match text {
            "pending" => Self::Pending,
            "completed" => Self::Completed,
            "rejected" => Self::Rejected,
            _ => bail!("a bank's transfer is `{text}`, which this audit does not know; update it"),
        })
    }
}

impl std::str::FromStr for HubStatus {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        Ok(match text {
            "pending" => Self::Pending,
            "confirmed" => Self::Confirmed,
            "completed" => Self::Completed,
            "rejected" => Self::Rejected,
            "refunded" => Self::Refunded,
            _ => bail!("a transfer of the hub is `{text}`, which this audit does not know; update it"),
        })
    }
}

impl HubStatus {
    pub fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Confirmed => "confirmed",
            Self::Completed => "completed",
            Self::Rejected => "rejected",
            Self::Refunded => "refunded",
        }
    }

    /// The payee has the money.
    pub fn is_credited(self) -> bool {
        matches!(self, Self::Confirmed | Self::Completed)
    }

    /// The payee will never have it.
    pub fn is_refused(self) -> bool {
        matches!(self, Self::Rejected | Self::Refunded)
    }
}

impl BankStatus {
    pub fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Completed => "completed",
            Self::Rejected => "rejected",
        }
    }
}

/// The side of a row that `side` calls `out` or `in`.
pub fn place_side(view: &mut BankView, side: &str, row: Side) -> anyhow::Result<()> {
    let place = match side {
        "out" => &mut view.out,
        "in" => &mut view.into,
        _ => bail!("a transfer has the side `{side}`, which this audit does not know; update it"),
    };
    anyhow::ensure!(place.is_none(), "a transfer has the side `{side}` twice");
    *place = Some(row);
    Ok(())
}

/// Reads a status column, with the id in the error.
pub fn status<T: std::str::FromStr<Err = anyhow::Error>>(text: &str, id: &str) -> anyhow::Result<T> {
    text.parse().with_context(|| format!("of transfer {id}"))
}
