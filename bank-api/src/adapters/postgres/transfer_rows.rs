//! A transfer as a row, and many transfers as columns.

use crate::domain::{AccountId, Idempotency, Side, Status, Transfer};
use engine::Unavailable;
use jiff_sqlx::{Timestamp as SqlTimestamp, ToSqlx as _};
use pix::{Cents, Party, Timestamp};
use uuid::Uuid;

pub fn side_name(side: Side) -> &'static str {
    match side {
        Side::Out => "out",
        Side::In => "in",
    }
}

pub fn side(name: &str) -> Option<Side> {
    [Side::Out, Side::In].into_iter().find(|side| side_name(*side) == name)
}

fn status_name(status: Status) -> &'static str {
    match status {
        Status::Pending => "pending",
        Status::Completed => "completed",
        Status::Rejected => "rejected",
    }
}

fn status(name: &str) -> Option<Status> {
    [Status::Pending, Status::Completed, Status::Rejected].into_iter().find(|s| status_name(*s) == name)
}

/// One row of `transfers`.
pub struct Row {
    pub end_to_end_id: String,
    pub side: String,
    pub account_id: Option<i64>,
    pub status: String,
    pub amount_cents: i64,
    pub key: String,
    pub description: String,
    pub entry_id: Option<Uuid>,
    pub inside: bool,
    pub other_ispb: Option<String>,
    pub other_bank: Option<String>,
    pub other_branch: Option<String>,
    pub other_account: Option<String>,
    pub other_name: Option<String>,
    pub other_tax_id: Option<String>,
    pub reason: Option<String>,
    pub idempotency_key: Option<String>,
    pub idempotency_hash: Option<Vec<u8>>,
    pub pending_at: SqlTimestamp,
    pub confirmed_at: Option<SqlTimestamp>,
    pub completed_at: Option<SqlTimestamp>,
    pub rejected_at: Option<SqlTimestamp>,
    pub version: i64,
}

impl Row {
    pub fn transfer(self) -> Result<Transfer, Unavailable> {
        let id = self.end_to_end_id.clone();
        self.read().ok_or_else(|| Unavailable(format!("the row of transfer {id} cannot be read")))
    }

    fn read(self) -> Option<Transfer> {
        let counterparty = match self.other_ispb {
            Some(ispb) => Some(Party {
                ispb: ispb.parse().ok()?,
                bank_name: self.other_bank?,
                branch: self.other_branch?,
                account: self.other_account?,
                name: self.other_name?,
                tax_id_masked: self.other_tax_id?,
            }),
            None => None,
        };
        let idempotency = match (self.idempotency_key, self.idempotency_hash) {
            (Some(key), Some(hash)) => Some(Idempotency { key, hash: hash.try_into().ok()? }),
            (Some(_) | None, _) => None,
        };
        Some(Transfer {
            id: self.end_to_end_id.parse().ok()?,
            side: side(&self.side)?,
            account: self.account_id.map(AccountId),
            status: status(&self.status)?,
            amount: Cents::new(self.amount_cents),
            key: self.key,
            description: self.description,
            entry_id: self.entry_id,
            inside: self.inside,
            counterparty,
            reason: self.reason.map(|reason| reason.parse()).transpose().ok()?,
            idempotency,
            pending_at: self.pending_at.to_jiff(),
            confirmed_at: self.confirmed_at.map(SqlTimestamp::to_jiff),
            completed_at: self.completed_at.map(SqlTimestamp::to_jiff),
            rejected_at: self.rejected_at.map(SqlTimestamp::to_jiff),
            version: self.version,
        })
    }
}

/// Transfers column by column, as UNNEST takes them.
pub struct Columns {
    pub id: Vec<String>,
    pub side: Vec<String>,
    pub account_id: Vec<Option<i64>>,
    pub status: Vec<String>,
    pub amount_cents: Vec<i64>,
    pub key: Vec<String>,
    pub description: Vec<String>,
    pub entry_id: Vec<Option<Uuid>>,
    pub inside: Vec<bool>,
    pub other_ispb: Vec<Option<String>>,
    pub other_bank: Vec<Option<String>>,
    pub other_branch: Vec<Option<String>>,
    pub other_account: Vec<Option<String>>,
    pub other_name: Vec<Option<String>>,
    pub other_tax_id: Vec<Option<String>>,
    pub reason: Vec<Option<String>>,
    pub idempotency_key: Vec<Option<String>>,
    pub idempotency_hash: Vec<Option<Vec<u8>>>,
    pub pending_at: Vec<SqlTimestamp>,
    pub confirmed_at: Vec<Option<SqlTimestamp>>,
    pub completed_at: Vec<Option<SqlTimestamp>>,
    pub rejected_at: Vec<Option<SqlTimestamp>>,
    pub version: Vec<i64>,
}

impl Columns {
    pub fn new(transfers: &[&Transfer]) -> Self {
        fn column<T>(transfers: &[&Transfer], of: impl Fn(&Transfer) -> T) -> Vec<T> {
            transfers.iter().map(|transfer| of(transfer)).collect()
        }
        let time =
            |of: fn(&Transfer) -> Option<Timestamp>| column(transfers, |t| of(t).map(|at| at.to_sqlx()));
        let other = |of: fn(&Party) -> &str| {
            column(transfers, |t| t.counterparty.as_ref().map(|party| of(party).to_owned()))
        };
        Self {
            id: column(transfers, |t| t.id.to_string()),
            side: column(transfers, |t| side_name(t.side).to_owned()),
            account_id: column(transfers, |t| t.account.map(|account| account.0)),
            status: column(transfers, |t| status_name(t.status).to_owned()),
            amount_cents: column(transfers, |t| t.amount.get()),
            key: column(transfers, |t| t.key.clone()),
            description: column(transfers, |t| t.description.clone()),
            entry_id: column(transfers, |t| t.entry_id),
            inside: column(transfers, |t| t.inside),
            other_ispb: other(|party| party.ispb.as_str()),
            other_bank: other(|party| &party.bank_name),
            other_branch: other(|party| &party.branch),
            other_account: other(|party| &party.account),
            other_name: other(|party| &party.name),
            other_tax_id: other(|party| &party.tax_id_masked),
            reason: column(transfers, |t| t.reason.map(|reason| reason.to_string())),
            idempotency_key: column(transfers, |t| t.idempotency.as_ref().map(|i| i.key.clone())),
            idempotency_hash: column(transfers, |t| t.idempotency.as_ref().map(|i| i.hash.to_vec())),
            pending_at: column(transfers, |t| t.pending_at.to_sqlx()),
            confirmed_at: time(|t| t.confirmed_at),
            completed_at: time(|t| t.completed_at),
            rejected_at: time(|t| t.rejected_at),
            version: column(transfers, |t| t.version),
        }
    }
}
