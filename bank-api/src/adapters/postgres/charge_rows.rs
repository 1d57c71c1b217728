//! Charges as rows: as they are read, and what a payment changes of them.

use crate::{
    application::{Admission, Change, Present},
    domain::{AccountId, Charge, Paid},
};
use engine::Unavailable;
use jiff_sqlx::{Timestamp as SqlTimestamp, ToSqlx as _};
use pix::{Cents, PixKey};
use std::collections::BTreeSet;

/// One row of `charges`.
pub struct ChargeRow {
    pub account_id: i64,
    pub txid: String,
    pub key: String,
    pub amount_cents: Option<i64>,
    pub description: String,
    pub label: String,
    pub token: Option<String>,
    pub created_at: SqlTimestamp,
    pub expires_at: Option<SqlTimestamp>,
    pub removed_at: Option<SqlTimestamp>,
    pub paid_by: Option<String>,
    pub paid_at: Option<SqlTimestamp>,
    pub version: i64,
}

impl ChargeRow {
    pub fn charge(self) -> Result<Charge, Unavailable> {
        let name = (self.account_id, self.txid.clone());
        self.read().ok_or_else(|| Unavailable(format!("the row of charge {name:?} cannot be read")))
    }

    fn read(self) -> Option<Charge> {
        let time = |at: Option<SqlTimestamp>| at.map(SqlTimestamp::to_jiff);
        let paid = match self.paid_by.zip(self.paid_at) {
            Some((by, at)) => Some(Paid { by: by.parse().ok()?, at: at.to_jiff() }),
            None => None,
        };
        Some(Charge {
            account: AccountId(self.account_id),
            txid: self.txid.parse().ok()?,
            key: PixKey::detect(&self.key).ok()?,
            amount: self.amount_cents.map(Cents::new),
            description: self.description,
            label: self.label,
            token: self.token,
            created_at: self.created_at.to_jiff(),
            expires_at: time(self.expires_at),
            removed_at: time(self.removed_at),
            paid,
            version: self.version,
        })
    }
}

/// What a batch changes of a charge. One that was only judged is written as it was, which checks that it is so still.
#[derive(Debug, sqlx::Type)]
#[sqlx(type_name = "charge_row")]
pub struct NextCharge {
    account_id: i64,
    txid: String,
    version: i64,
    paid_by: Option<String>,
    paid_at: Option<SqlTimestamp>,
}

/// The charges that `changes` rest on, each with the version that is there.
pub fn next_charges(
    admission: &Admission<'_>,
    (present, changes): (&Present, &[Change]),
) -> (Vec<i64>, Vec<NextCharge>) {
    let names: BTreeSet<_> = changes.iter().filter_map(Change::charge).collect();
    let next = names.into_iter().filter_map(|name| {
        let base = *present.charges.get(&name)?;
        let after = admission.charges.get(&name);
        let paid = after.and_then(|charge| charge.paid);
        let next = NextCharge {
            account_id: name.0.0,
            txid: name.1.to_string(),
            version: after.map_or(base, |charge| charge.version),
            paid_by: paid.map(|paid| paid.by.to_string()),
            paid_at: paid.map(|paid| paid.at.to_sqlx()),
        };
        Some((base, next))
    });
    next.unzip()
}
