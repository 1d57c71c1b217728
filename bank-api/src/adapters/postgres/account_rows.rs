//! Accounts as rows: as they are looked up, and as they stand under lock.

use super::transfer_rows::side;
use crate::{
    application::{Present, Standing},
    domain::{Account, AccountId, Pin, PinState},
};
use engine::Unavailable;
use jiff_sqlx::{Timestamp as SqlTimestamp, ToSqlx as _};
use pix::{Cents, TaxId, Txid};
use uuid::Uuid;

/// One row of `accounts` with its holder, and the session or key by which it was found.
pub struct Found {
    pub token_hash: Option<Vec<u8>>,
    pub key: Option<String>,
    pub entry_id: Option<Uuid>,
    pub id: i64,
    pub balance_cents: i64,
    pub open: bool,
    pub pin_failures: i16,
    pub pin_locked_until: Option<SqlTimestamp>,
    pub name: String,
    pub tax_id: String,
    pub pin_digest: Vec<u8>,
}

impl Found {
    pub fn account(self) -> Result<Account, Unavailable> {
        let broken = || Unavailable(format!("the row of account {} cannot be read", self.id));
        Ok(Account {
            id: AccountId(self.id),
            tax_id: TaxId::parse(&self.tax_id).map_err(|_| broken())?,
            balance: Cents::new(self.balance_cents),
            open: self.open,
            pin: Pin {
                digest: self.pin_digest.as_slice().try_into().map_err(|_| broken())?,
                state: pin_state(self.pin_failures, self.pin_locked_until),
            },
            holder: self.name,
        })
    }
}

/// What of an account can change, as it is written.
#[derive(Debug, sqlx::Type)]
#[sqlx(type_name = "account_row")]
pub struct AccountRow {
    id: i64,
    balance_cents: i64,
    open: bool,
    pin_failures: i16,
    pin_locked_until: Option<SqlTimestamp>,
}

impl AccountRow {
    pub fn new(id: AccountId, standing: &Standing) -> Self {
        Self {
            id: id.0,
            balance_cents: standing.balance.get(),
            open: standing.open,
            pin_failures: standing.pin.failures,
            pin_locked_until: standing.pin.locked_until.map(|at| at.to_sqlx()),
        }
    }
}

/// A locked transfer, account or charge.
pub struct Standings {
    pub end_to_end_id: Option<String>,
    pub side: Option<String>,
    pub version: Option<i64>,
    pub id: Option<i64>,
    pub balance_cents: Option<i64>,
    pub open: Option<bool>,
    pub pin_failures: Option<i16>,
    pub pin_locked_until: Option<SqlTimestamp>,
    pub txid: Option<String>,
}

impl Standings {
    pub fn add_to(mut locked: Present, row: Self) -> Present {
        locked.charges.extend(row.charge());
        locked.versions.extend(row.version());
        locked.accounts.extend(row.standing());
        locked
    }

    fn version(&self) -> Option<((pix::EndToEndId, crate::domain::Side), i64)> {
        let id = self.end_to_end_id.as_ref()?.parse().ok()?;
        Some(((id, side(self.side.as_ref()?)?), self.version?))
    }

    fn charge(&self) -> Option<((AccountId, Txid), i64)> {
        Some(((AccountId(self.id?), self.txid.as_ref()?.parse().ok()?), self.version?))
    }

    fn standing(self) -> Option<(AccountId, Standing)> {
        let pin = pin_state(self.pin_failures?, self.pin_locked_until);
        Some((
            AccountId(self.id?),
            Standing { balance: Cents::new(self.balance_cents?), open: self.open?, pin },
        ))
    }
}

fn pin_state(failures: i16, locked_until: Option<SqlTimestamp>) -> PinState {
    PinState { failures, locked_until: locked_until.map(SqlTimestamp::to_jiff) }
}
