//! An account as a row.

use crate::domain::{Account, AccountId, Pin, PinState};
use jiff_sqlx::Timestamp as SqlTimestamp;
use messaging::Unavailable;
use pix::{Cents, TaxId};

/// One row of `accounts` with its holder.
pub struct Row {
    pub id: i64,
    pub balance_cents: i64,
    pub open: bool,
    pub pin_failures: i16,
    pub pin_locked_until: Option<SqlTimestamp>,
    pub name: String,
    pub tax_id: String,
    pub pin_digest: Vec<u8>,
}

impl Row {
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

pub fn pin_state(failures: i16, locked_until: Option<SqlTimestamp>) -> PinState {
    PinState { failures, locked_until: locked_until.map(SqlTimestamp::to_jiff) }
}
