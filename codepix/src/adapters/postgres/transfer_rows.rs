//! A transfer as a row, and many transfers as columns.

use crate::domain::{Payee, Status, Transfer};
use engine::Unavailable;
use jiff_sqlx::{Timestamp as SqlTimestamp, ToSqlx as _};
use pix::{Cents, Timestamp};

/// The name of a status in the database.
pub fn status_name(status: Status) -> &'static str {
    match status {
        Status::Pending => "pending",
        Status::Confirmed => "confirmed",
        Status::Completed => "completed",
        Status::Rejected => "rejected",
        Status::Refunded => "refunded",
    }
}

fn status(name: &str) -> Option<Status> {
    [Status::Pending, Status::Confirmed, Status::Completed, Status::Rejected, Status::Refunded]
        .into_iter()
        .find(|status| status_name(*status) == name)
}

/// One row of `transfers`.
pub struct Row {
    pub end_to_end_id: String,
    pub status: String,
    pub amount_cents: i64,
    pub key: String,
    pub description: String,
    pub payer_branch: String,
    pub payer_account: String,
    pub txid: Option<String>,
    pub instrument: String,
    pub returned_cents: i64,
    pub destination: Option<String>,
    pub payee_name: Option<String>,
    pub payee_tax_id_masked: Option<String>,
    pub reason: Option<String>,
    pub registered_at: SqlTimestamp,
    pub confirmed_at: Option<SqlTimestamp>,
    pub completed_at: Option<SqlTimestamp>,
    pub rejected_at: Option<SqlTimestamp>,
    pub refunded_at: Option<SqlTimestamp>,
    pub version: i64,
}

impl Row {
    pub fn transfer(self) -> Result<Transfer, Unavailable> {
        let id = self.end_to_end_id.clone();
        self.read().ok_or_else(|| Unavailable(format!("the row of transfer {id} cannot be read")))
    }

    fn read(self) -> Option<Transfer> {
        let payee = |name| Payee { name, tax_id_masked: self.payee_tax_id_masked.unwrap_or_default() };
        Some(Transfer {
            id: self.end_to_end_id.parse().ok()?,
            status: status(&self.status)?,
            amount: Cents::new(self.amount_cents),
            key: self.key,
            description: self.description,
            payer_branch: self.payer_branch,
            payer_account: self.payer_account,
            txid: self.txid.map(|txid| txid.parse()).transpose().ok()?,
            instrument: self.instrument.parse().ok()?,
            returned: Cents::new(self.returned_cents),
            destination: self.destination.map(|ispb| ispb.parse()).transpose().ok()?,
            payee: self.payee_name.map(payee),
            reason: self.reason.map(|reason| reason.parse()).transpose().ok()?,
            registered_at: self.registered_at.to_jiff(),
            confirmed_at: self.confirmed_at.map(SqlTimestamp::to_jiff),
            completed_at: self.completed_at.map(SqlTimestamp::to_jiff),
            rejected_at: self.rejected_at.map(SqlTimestamp::to_jiff),
            refunded_at: self.refunded_at.map(SqlTimestamp::to_jiff),
            version: self.version,
        })
    }
}

/// Transfers column by column, as UNNEST takes them.
pub struct Columns {
    pub id: Vec<String>,
    pub status: Vec<String>,
    pub amount_cents: Vec<i64>,
    pub key: Vec<String>,
    pub description: Vec<String>,
    pub payer_branch: Vec<String>,
    pub payer_account: Vec<String>,
    pub txid: Vec<Option<String>>,
    pub instrument: Vec<String>,
    pub returned_cents: Vec<i64>,
    pub destination: Vec<Option<String>>,
    pub payee_name: Vec<Option<String>>,
    pub payee_tax_id_masked: Vec<Option<String>>,
    pub reason: Vec<Option<String>>,
    pub registered_at: Vec<SqlTimestamp>,
    pub confirmed_at: Vec<Option<SqlTimestamp>>,
    pub completed_at: Vec<Option<SqlTimestamp>>,
    pub rejected_at: Vec<Option<SqlTimestamp>>,
    pub refunded_at: Vec<Option<SqlTimestamp>>,
    pub version: Vec<i64>,
    /// The version that has to stand in the row; 0 where there may be none.
    pub base: Vec<i64>,
}

impl Columns {
    /// Of each transfer's base version and next state.
    pub fn new<'a>(transfers: impl Iterator<Item = (i64, &'a Transfer)>) -> Self {
        fn column<T>(transfers: &[&Transfer], of: impl Fn(&Transfer) -> T) -> Vec<T> {
            transfers.iter().map(|transfer| of(transfer)).collect()
        }
        let (base, transfers): (Vec<_>, Vec<_>) = transfers.unzip();
        let transfers = transfers.as_slice();
        let time =
            |of: fn(&Transfer) -> Option<Timestamp>| column(transfers, |t| of(t).map(|at| at.to_sqlx()));
        Self {
            id: column(transfers, |t| t.id.to_string()),
            status: column(transfers, |t| status_name(t.status).to_owned()),
            amount_cents: column(transfers, |t| t.amount.get()),
            key: column(transfers, |t| t.key.clone()),
            description: column(transfers, |t| t.description.clone()),
            payer_branch: column(transfers, |t| t.payer_branch.clone()),
            payer_account: column(transfers, |t| t.payer_account.clone()),
            txid: column(transfers, |t| t.txid.as_ref().map(|txid| txid.to_string())),
            instrument: column(transfers, |t| t.instrument.to_string()),
            returned_cents: column(transfers, |t| t.returned.get()),
            destination: column(transfers, |t| t.destination.map(|ispb| ispb.to_string())),
            payee_name: column(transfers, |t| t.payee.as_ref().map(|payee| payee.name.clone())),
            payee_tax_id_masked: column(transfers, |t| {
                t.payee.as_ref().map(|payee| payee.tax_id_masked.clone())
            }),
            reason: column(transfers, |t| t.reason.map(|reason| reason.to_string())),
            registered_at: column(transfers, |t| t.registered_at.to_sqlx()),
            confirmed_at: time(|t| t.confirmed_at),
            completed_at: time(|t| t.completed_at),
            rejected_at: time(|t| t.rejected_at),
            refunded_at: time(|t| t.refunded_at),
            version: column(transfers, |t| t.version),
            base,
        }
    }
}
