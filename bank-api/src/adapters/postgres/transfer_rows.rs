//! A transfer as a row.

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

/// One row of `transfers`, as it is read and as it is written.
#[derive(Debug, sqlx::Type)]
#[sqlx(type_name = "transfer_row")]
pub struct TransferRow {
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
    pub txid: Option<String>,
    pub instrument: String,
}

/// Reads transfers: the columns of [`TransferRow`] in a statement that is checked when it is compiled. Before the list may
/// stand a `with`, behind it stands where they come from.
macro_rules! select_transfers {
    ($from:tt $(, $argument:expr)* $(,)?) => {
        select_transfers!(with "", $from $(, $argument)*)
    };
    (with $with:tt, $from:tt $(, $argument:expr)* $(,)?) => {
        sqlx::query_as!(
            $crate::adapters::postgres::transfer_rows::TransferRow,
            $with + r#" select end_to_end_id as "end_to_end_id!", side as "side!", account_id, status as "status!",
                amount_cents as "amount_cents!", key as "key!", description as "description!", entry_id,
                inside as "inside!", other_ispb, other_bank, other_branch, other_account, other_name, other_tax_id,
                reason, idempotency_key, idempotency_hash, pending_at as "pending_at!: jiff_sqlx::Timestamp",
                confirmed_at as "confirmed_at: jiff_sqlx::Timestamp",
                completed_at as "completed_at: jiff_sqlx::Timestamp",
                rejected_at as "rejected_at: jiff_sqlx::Timestamp", version as "version!", txid,
                instrument as "instrument!" "# + $from
            $(, $argument)*
        )
    };
}
pub(super) use select_transfers;

impl TransferRow {
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
            txid: self.txid.map(|txid| txid.parse()).transpose().ok()?,
            instrument: self.instrument.parse().ok()?,
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

impl From<&Transfer> for TransferRow {
    fn from(transfer: &Transfer) -> Self {
        let time = |at: Option<Timestamp>| at.map(|at| at.to_sqlx());
        let other = |of: fn(&Party) -> &str| transfer.counterparty.as_ref().map(|party| of(party).to_owned());
        let idempotency = transfer.idempotency.as_ref();
        Self {
            end_to_end_id: transfer.id.to_string(),
            side: side_name(transfer.side).to_owned(),
            account_id: transfer.account.map(|account| account.0),
            status: status_name(transfer.status).to_owned(),
            amount_cents: transfer.amount.get(),
            key: transfer.key.clone(),
            description: transfer.description.clone(),
            entry_id: transfer.entry_id,
            inside: transfer.inside,
            other_ispb: other(|party| party.ispb.as_str()),
            other_bank: other(|party| &party.bank_name),
            other_branch: other(|party| &party.branch),
            other_account: other(|party| &party.account),
            other_name: other(|party| &party.name),
            other_tax_id: other(|party| &party.tax_id_masked),
            reason: transfer.reason.map(|reason| reason.to_string()),
            idempotency_key: idempotency.map(|idempotency| idempotency.key.clone()),
            idempotency_hash: idempotency.map(|idempotency| idempotency.hash.to_vec()),
            pending_at: transfer.pending_at.to_sqlx(),
            confirmed_at: time(transfer.confirmed_at),
            completed_at: time(transfer.completed_at),
            rejected_at: time(transfer.rejected_at),
            version: transfer.version,
            txid: transfer.txid.as_ref().map(ToString::to_string),
            instrument: transfer.instrument.to_string(),
        }
    }
}
